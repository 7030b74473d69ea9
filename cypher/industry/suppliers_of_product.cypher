// Who could supply a product
// 谁能供应这种产品
//
// `basis` says how it is known: stated where a source says that the firm makes the product; inferred where
// only its name or its business names it, and `how` says which: such a firm may also trade the product, and
// `words` shows where. `weight` is the share of the product in its sales.
//
// @param product entity:Product        the product
// @param region  entity:Region = null  only firms that stand there
// @param limit   integer = 100
// @returns supplier, basis, how, region, weight, words, sources, quotes
MATCH (product:Product {id: $product})
CALL (product) {
  MATCH (product)<-[made:PRODUCES]-(supplier:Enterprise)
  RETURN supplier, CASE made.modality WHEN 'fact' THEN 'stated' ELSE made.modality END AS basis,
    'PRODUCES' AS how, made.weight AS weight, null AS words, made.sources AS sources, made.quotes AS quotes
  UNION ALL
  WITH product, '"' + replace(replace(product.name, '\\', ' '), '"', ' ') + '"' AS phrase
  CALL db.index.fulltext.queryNodes('entity_text', phrase) YIELD node AS supplier, score
  WITH product, supplier
  WHERE supplier:Enterprise AND size(product.name) > 1 AND supplier.text CONTAINS product.name
    AND NOT EXISTS { (supplier)-[:PRODUCES]->(product) }
  WITH product, supplier, split(coalesce(supplier.description, ''), product.name) AS business
  RETURN supplier, 'inferred' AS basis,
    CASE WHEN supplier.name CONTAINS product.name THEN 'name' WHEN size(business) > 1 THEN 'business' ELSE 'alias' END AS how,
    null AS weight,
    CASE WHEN size(business) > 1 THEN right(business[0], 20) + product.name + left(business[1], 20) ELSE supplier.name END AS words,
    supplier.sources AS sources, supplier.quotes AS quotes
}
WITH supplier, basis, how, weight, words, sources, quotes
WHERE $region IS NULL OR EXISTS { MATCH (supplier)-[:LOCATED_IN]->(:Entity)-[:PART_OF*0..3]->(:Region {id: $region}) }
OPTIONAL MATCH (supplier)-[:LOCATED_IN]->(place:Region)
WITH supplier, basis, how, weight, words, sources, quotes, place ORDER BY place.id
WITH supplier, basis, how, weight, words, sources, quotes, collect(place)[0] AS region
RETURN supplier, basis, how, region, weight, words, sources, quotes
ORDER BY CASE basis WHEN 'stated' THEN 0 ELSE 1 END,
  CASE how WHEN 'PRODUCES' THEN 0 WHEN 'name' THEN 1 WHEN 'alias' THEN 2 ELSE 3 END,
  coalesce(weight, 0.0) DESC, supplier.name, supplier.id, sources[0]
LIMIT $limit
