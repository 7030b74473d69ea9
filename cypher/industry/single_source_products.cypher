// Products that only one firm is known to make
// 只有一家企业生产的产品
//
// Of what is made into something else; that nobody else makes it is only as true as the data are whole.
// `uses` counts what is made from it. Those with the most uses come first.
//
// @param firm  entity:Enterprise = null  only what this firm's products are made from
// @param limit integer = 100
// @returns product, maker, uses, share, sources, quotes
CALL {
  MATCH (product:Product)-[:UPSTREAM_OF]->(use:Entity)
  WHERE $firm IS NULL
  RETURN product, use
  UNION
  MATCH (:Enterprise {id: $firm})-[:PRODUCES]->(:Product)<-[:UPSTREAM_OF]-(product:Product)
  MATCH (product)-[:UPSTREAM_OF]->(use:Entity)
  RETURN product, use
}
WITH product, count(DISTINCT use) AS uses
MATCH (product)<-[made:PRODUCES]-(maker:Enterprise)
WITH product, uses, maker, made ORDER BY made.id
WITH product, uses, collect(DISTINCT maker) AS makers, collect(made)[0] AS made
WHERE size(makers) = 1
RETURN product, makers[0] AS maker, uses, made.weight AS share, made.sources AS sources, made.quotes AS quotes
ORDER BY uses DESC, product.name, product.id
LIMIT $limit
