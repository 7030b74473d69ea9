// Who could buy a product
// 谁可能采购这种产品
//
// `basis` says how it is known: stated where a firm says that it needs the product; inferred where the firm
// makes something that the product goes into (UPSTREAM_OF), or buys from a maker of it (SUPPLIES), which
// need not be this product. `through` is the need, the thing made, or the maker.
//
// @param product entity:Product        the product
// @param region  entity:Region = null  only buyers that stand there
// @param limit   integer = 100
// @returns buyer, basis, how, through, region, sources, quotes
MATCH (product:Product {id: $product})
CALL (product) {
  MATCH (product)<-[:ABOUT]-(through:Need)<-[needs:NEEDS]-(buyer:Entity)
  RETURN buyer, 'stated' AS basis, 'NEEDS' AS how, through, needs.sources AS sources, needs.quotes AS quotes
  UNION ALL
  MATCH (product)-[into:UPSTREAM_OF]->(through:Entity)<-[makes:PRODUCES|IN_INDUSTRY]-(buyer:Enterprise)
  RETURN buyer, 'inferred' AS basis, 'UPSTREAM_OF' AS how, through,
    into.sources + makes.sources AS sources, into.quotes + makes.quotes AS quotes
  UNION ALL
  MATCH (product)<-[made:PRODUCES]-(through:Enterprise)-[supplies:SUPPLIES]->(buyer:Entity)
  RETURN buyer, 'inferred' AS basis, 'SUPPLIES' AS how, through,
    made.sources + supplies.sources AS sources, made.quotes + supplies.quotes AS quotes
}
WITH buyer, basis, how, through, sources, quotes
WHERE $region IS NULL OR EXISTS { MATCH (buyer)-[:LOCATED_IN]->(:Entity)-[:PART_OF*0..3]->(:Region {id: $region}) }
OPTIONAL MATCH (buyer)-[:LOCATED_IN]->(place:Region)
WITH buyer, basis, how, through, sources, quotes, place ORDER BY place.id
WITH buyer, basis, how, through, sources, quotes, collect(place)[0] AS region
RETURN buyer, basis, how, through, region, sources, quotes
ORDER BY CASE how WHEN 'NEEDS' THEN 0 WHEN 'SUPPLIES' THEN 1 ELSE 2 END, buyer.name, buyer.id, through.name, through.id, sources[0]
LIMIT $limit
