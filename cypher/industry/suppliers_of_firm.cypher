// Who supplies a firm, and who could
// 谁在供应、谁能供应这家企业
//
// `basis` says how it is known: stated where a source says that it sells to the firm; inferred where it makes
// what a product of the firm is made from. `input` is that, and `product` the firm's own product.
//
// @param firm  entity:Enterprise  the firm
// @param limit integer = 100
// @returns supplier, basis, input, product, reported, sources, quotes
MATCH (firm:Enterprise {id: $firm})
CALL (firm) {
  MATCH (firm)<-[supplies:SUPPLIES]-(supplier:Entity)
  RETURN supplier, CASE supplies.modality WHEN 'fact' THEN 'stated' ELSE supplies.modality END AS basis,
    null AS input, null AS product, supplies.reported AS reported, 1.0 AS weight,
    supplies.sources AS sources, supplies.quotes AS quotes
  UNION ALL
  MATCH (firm)-[:PRODUCES]->(product:Product)<-[into:UPSTREAM_OF]-(input:Product)<-[made:PRODUCES]-(supplier:Enterprise)
  WHERE supplier <> firm
  RETURN supplier, 'inferred' AS basis, input, product, null AS reported, coalesce(made.weight, 0.0) AS weight,
    into.sources + made.sources AS sources, into.quotes + made.quotes AS quotes
}
RETURN supplier, basis, input, product, reported, sources, quotes
ORDER BY CASE basis WHEN 'stated' THEN 0 ELSE 1 END, weight DESC, supplier.name, supplier.id,
  coalesce(input.id, ''), coalesce(product.id, ''), sources[0]
LIMIT $limit
