// Which finance products a firm may use, and what has to be known first
// 这家企业可用哪些金融产品（科技贷、创新券）
//
// `qualifies` is yes only where a source says so of the firm itself; else it is unknown, and `condition`
// says what would have to be known about the firm. Rates and amounts that no source gives are not shown.
//
// @param firm  entity:Enterprise  the firm
// @param limit integer = 50
// @returns product, qualifies, condition, through, providers, modality, sources, quotes
MATCH (firm:Enterprise {id: $firm})
MATCH (product:FinanceProduct)-[funds:FUNDS]->(target:Entity)
WHERE target = firm OR coalesce(target.is_class, false) AND target:Enterprise
  OR EXISTS { (firm)-[:HOSTS|PARTNERS_IN]->(target) }
OPTIONAL MATCH (provider:Entity)-[:PROVIDES]->(product)
WITH firm, product, funds, target, provider ORDER BY provider.id
WITH firm, product, funds, target, collect(DISTINCT provider) AS providers
RETURN product, CASE WHEN target = firm THEN 'yes' ELSE 'unknown' END AS qualifies,
  CASE
    WHEN target = firm THEN null
    WHEN coalesce(target.is_class, false) THEN '须属于：' + target.name
    ELSE coalesce(funds.applies_if, product.qualifies_if, '方案未给条件')
  END AS condition,
  target AS through, providers, funds.modality AS modality,
  funds.sources AS sources, funds.quotes AS quotes
ORDER BY CASE qualifies WHEN 'yes' THEN 0 ELSE 1 END, product.name, product.id, through.id, funds.id
LIMIT $limit
