// What is made from a product or an industry
// 下游是什么
//
// Up to four steps; `producers` are the firms that make what comes of it.
//
// @param subject entity:Product|Industry  the product or the industry
// @param limit   integer = 100
// @returns downstream, steps, path, producers
MATCH path = (downstream:Entity)<-[:UPSTREAM_OF*1..4]-(:Entity {id: $subject})
WITH downstream, path, length(path) AS length,
  reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key
ORDER BY length, key
WITH downstream, collect(path)[0] AS path, collect(length)[0] AS steps
OPTIONAL MATCH (downstream)<-[:PRODUCES|IN_INDUSTRY]-(firm:Enterprise)
WITH downstream, path, steps, firm ORDER BY firm.name, firm.id
WITH downstream, path, steps, collect(firm)[0..20] AS producers
RETURN downstream, steps, path, producers
ORDER BY steps, downstream.name, downstream.id
LIMIT $limit
