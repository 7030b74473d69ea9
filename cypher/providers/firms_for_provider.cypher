// Which firms a provider can serve
// 这家机构能服务哪些企业
//
// The reverse of providers-for-firm: firms in an industry or with a product that the provider or one of
// its offers is for, and firms of the same complex, unless all that it offers is stated to be for others.
// `path` is the way from the provider to the firm; `planned` says that something on it is only planned.
//
// @param provider entity  the provider
// @param limit    integer = 50
// @returns firm, via, path, planned
MATCH (provider:Entity {id: $provider})
CALL (provider) {
  MATCH path = (provider)-[:OFFERS]->(:Offer)-[:ABOUT|SERVES]->(:Entity)<-[:PART_OF*0..2]-(:Entity)<-[:PRODUCES|IN_INDUSTRY]-(firm:Enterprise)
  RETURN path, firm, 'subject' AS via, 0 AS distance
  UNION
  MATCH path = (provider)-[:SERVES]->(:Entity)<-[:PART_OF*0..2]-(:Entity)<-[:PRODUCES|IN_INDUSTRY]-(firm:Enterprise)
  RETURN path, firm, 'subject' AS via, 0 AS distance
  UNION
  MATCH path = (provider)-[:SERVES]->(firm:Enterprise)
  RETURN path, firm, 'subject' AS via, 0 AS distance
  UNION
  MATCH path = (provider)-[:HOSTS|PARTNERS_IN|PART_OF|SUPPORTS|CORE_OF]->(:Complex)<-[:HOSTS|PARTNERS_IN]-(firm:Enterprise)
  RETURN path, firm, 'complex' AS via, 1 AS distance
  UNION
  MATCH path = (provider)-[:PART_OF*0..1]->(:Entity)<-[:BUILDS]-(:Complex)<-[:HOSTS|PARTNERS_IN]-(firm:Enterprise)
  RETURN path, firm, 'complex' AS via, 1 AS distance
  UNION
  MATCH path = (provider:Complex)<-[:HOSTS|PARTNERS_IN]-(firm:Enterprise)
  RETURN path, firm, 'complex' AS via, 1 AS distance
}
WITH provider, firm, via, distance, path, length(path) AS length,
  reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key
ORDER BY distance, length, key
WHERE firm <> provider AND (distance = 0
  OR NOT EXISTS { (provider)-[:OFFERS]->(:Offer) }
  OR EXISTS { MATCH (provider)-[:OFFERS]->(offer:Offer) WHERE NOT EXISTS { (offer)-[:SERVES]->(:Entity) } })
WITH firm, collect(path)[0] AS path, collect(via)[0] AS via, collect(distance)[0] AS distance
RETURN firm, via, path,
  any(node IN nodes(path) WHERE coalesce(node.status, '') = 'planned')
    OR any(step IN relationships(path) WHERE step.modality = 'plan') AS planned
ORDER BY planned, distance, firm.name, firm.id
LIMIT $limit
