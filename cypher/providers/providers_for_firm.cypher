// Who can supply which service to this firm
// 谁能为这家企业提供哪些服务
//
// `via` says what leads from the firm to the provider: an offer for its product or industry (subject), for
// the industry that this one is a part of (industry), its complex, or its place. `path` is that way; `basis`
// is inferred where a step of it or the offer is inferred. Operating offers come first; where several ways
// lead to one offer, the closest is shown. An offer that is stated to be for other industries is left out.
//
// @param firm    entity:Enterprise     the firm
// @param service entity:Service = null only this service and its parts
// @param limit   integer = 50
// @returns service, provider, offer, status, via, basis, path, sources, quotes
MATCH (firm:Enterprise {id: $firm})
OPTIONAL MATCH (firm)-[:PRODUCES|IN_INDUSTRY]->(:Entity)-[:PART_OF*0..2]->(subject:Entity)
WITH firm, collect(DISTINCT subject) AS subjects
CALL (firm) {
  MATCH path = (firm)-[:PRODUCES|IN_INDUSTRY]->(:Entity)<-[:ABOUT|SERVES]-(offer:Offer)<-[offers:OFFERS]-(provider:Entity)
  RETURN path, offer, offers, provider, 'subject' AS via, 0 AS distance
  UNION
  MATCH path = (firm)-[:PRODUCES|IN_INDUSTRY]->(:Entity)-[:PART_OF*1..2]->(:Entity)<-[:ABOUT|SERVES]-(offer:Offer)<-[offers:OFFERS]-(provider:Entity)
  RETURN path, offer, offers, provider, 'industry' AS via, 1 AS distance
  UNION
  MATCH path = (firm)-[:HOSTS|PARTNERS_IN]->(provider:Complex)-[offers:OFFERS]->(offer:Offer)
  RETURN path, offer, offers, provider, 'complex' AS via, 2 AS distance
  UNION
  MATCH path = (firm)-[:HOSTS|PARTNERS_IN]->(:Complex)<-[:HOSTS|PARTNERS_IN|PART_OF|SUPPORTS|CORE_OF]-(provider:Entity)-[offers:OFFERS]->(offer:Offer)
  RETURN path, offer, offers, provider, 'complex' AS via, 2 AS distance
  UNION
  MATCH path = (firm)-[:HOSTS|PARTNERS_IN]->(:Complex)-[:BUILDS]->(:Entity)<-[:PART_OF*0..1]-(provider:Entity)-[offers:OFFERS]->(offer:Offer)
  RETURN path, offer, offers, provider, 'complex' AS via, 2 AS distance
  UNION
  MATCH path = (firm)-[:LOCATED_IN]->(:Entity)<-[:LOCATED_IN]-(provider:Entity)-[offers:OFFERS]->(offer:Offer)
  RETURN path, offer, offers, provider, 'place' AS via, 3 AS distance
}
MATCH (offer)-[:OF_SERVICE]->(service:Service)
WHERE provider <> firm
  AND ($service IS NULL OR EXISTS { (service)-[:PART_OF*0..2]->(:Service {id: $service}) })
  AND (distance < 2 OR NOT EXISTS { (offer)-[:SERVES]->(:Entity) }
    OR EXISTS { MATCH (offer)-[:SERVES]->(served:Entity) WHERE served IN subjects })
WITH service, provider, offer, offers, via, distance, path, length(path) AS length,
  reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key
ORDER BY distance, length, key
WITH service, provider, offer, offers,
  collect(path)[0] AS path, collect(via)[0] AS via, collect(distance)[0] AS distance
WITH service, provider, offer, offers, path, via, distance,
  CASE
    WHEN 'closed' IN [provider.status, offer.status] THEN 'closed'
    WHEN 'planned' IN [provider.status, offer.status] THEN 'planned'
    WHEN offers.modality = 'plan' AND offer.status IS NULL THEN null
    WHEN 'building' IN [provider.status, offer.status] THEN 'building'
    ELSE coalesce(offer.status, provider.status)
  END AS status,
  CASE
    WHEN any(step IN relationships(path) WHERE step.modality = 'inferred') OR offers.modality = 'inferred'
    THEN 'inferred' ELSE 'stated'
  END AS basis
RETURN service, provider, offer, status, via, basis, path,
  offers.sources AS sources, offers.quotes AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  distance, service.id, provider.name, provider.id, offer.id
LIMIT $limit
