// What a product or an industry is made from
// 上游是什么
//
// Up to four steps; `producers` are the firms that make the input.
//
// @param subject entity:Product|Industry  the product or the industry
// @param limit   integer = 100
// @returns upstream, steps, path, producers
MATCH path = (upstream:Entity)-[:UPSTREAM_OF*1..4]->(:Entity {id: $subject})
WITH upstream, path, length(path) AS length,
  reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key
ORDER BY length, key
WITH upstream, collect(path)[0] AS path, collect(length)[0] AS steps
OPTIONAL MATCH (upstream)<-[:PRODUCES|IN_INDUSTRY]-(firm:Enterprise)
WITH upstream, path, steps, firm ORDER BY firm.name, firm.id
WITH upstream, path, steps, collect(firm)[0..20] AS producers
RETURN upstream, steps, path, producers
ORDER BY steps, upstream.name, upstream.id
LIMIT $limit
