// What is made from a product or an industry
// 下游是什么
//
// Of several ways the shortest is shown, of equals the first by name. `producers` are firms that make what
// comes of it, at most twenty.
//
// @param subject entity:Product|Industry  the product or the industry
// @param depth   integer = 3              at most so many steps, four at most
// @param limit   integer = 100
// @returns downstream, steps, path, producers
MATCH (subject:Entity {id: $subject})
WITH subject, [[subject]] AS nought
CALL (nought) {
  UNWIND nought AS trail
  WITH trail, trail[0] AS last WHERE $depth > 0
  MATCH (last)-[:UPSTREAM_OF]->(found:Entity)
  WITH found, trail, last ORDER BY last.name, last.id
  WITH found, collect(trail)[0] AS trail
  RETURN collect([found] + trail) AS first
}
CALL (first) {
  UNWIND first AS trail
  WITH trail, trail[0] AS last WHERE $depth > 1
  MATCH (last)-[:UPSTREAM_OF]->(found:Entity)
  WITH found, trail, last ORDER BY last.name, last.id
  WITH found, collect(trail)[0] AS trail
  RETURN collect([found] + trail) AS second
}
CALL (second) {
  UNWIND second AS trail
  WITH trail, trail[0] AS last WHERE $depth > 2
  MATCH (last)-[:UPSTREAM_OF]->(found:Entity)
  WITH found, trail, last ORDER BY last.name, last.id
  WITH found, collect(trail)[0] AS trail
  RETURN collect([found] + trail) AS third
}
CALL (third) {
  UNWIND third AS trail
  WITH trail, trail[0] AS last WHERE $depth > 3
  MATCH (last)-[:UPSTREAM_OF]->(found:Entity)
  WITH found, trail, last ORDER BY last.name, last.id
  WITH found, collect(trail)[0] AS trail
  RETURN collect([found] + trail) AS fourth
}
UNWIND first + second + third + fourth AS trail
WITH subject, trail, trail[0] AS found WHERE found <> subject
WITH found, trail ORDER BY size(trail)
WITH found, collect(trail)[0] AS trail
WITH found, trail, size(trail) - 1 AS steps ORDER BY steps, found.name, found.id LIMIT $limit
CALL (trail) {
  WITH trail, trail[0] AS a, trail[1] AS b WHERE size(trail) = 2
  MATCH path = (a)<-[:UPSTREAM_OF]-(b)
  RETURN path
  UNION
  WITH trail, trail[0] AS a, trail[1] AS b, trail[2] AS c WHERE size(trail) = 3
  MATCH path = (a)<-[:UPSTREAM_OF]-(b)<-[:UPSTREAM_OF]-(c)
  RETURN path
  UNION
  WITH trail, trail[0] AS a, trail[1] AS b, trail[2] AS c, trail[3] AS d WHERE size(trail) = 4
  MATCH path = (a)<-[:UPSTREAM_OF]-(b)<-[:UPSTREAM_OF]-(c)<-[:UPSTREAM_OF]-(d)
  RETURN path
  UNION
  WITH trail, trail[0] AS a, trail[1] AS b, trail[2] AS c, trail[3] AS d, trail[4] AS e WHERE size(trail) = 5
  MATCH path = (a)<-[:UPSTREAM_OF]-(b)<-[:UPSTREAM_OF]-(c)<-[:UPSTREAM_OF]-(d)<-[:UPSTREAM_OF]-(e)
  RETURN path
}
WITH found, steps, path, reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key ORDER BY key
WITH found, steps, collect(path)[0] AS path
OPTIONAL MATCH (found)<-[:PRODUCES|IN_INDUSTRY]-(firm:Enterprise)
WITH found, path, steps, firm ORDER BY firm.name, firm.id
WITH found, path, steps, collect(DISTINCT firm)[0..20] AS producers
RETURN found AS downstream, steps, path, producers
ORDER BY steps, downstream.name, downstream.id
LIMIT $limit
