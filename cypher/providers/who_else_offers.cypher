// Who else offers what this provider offers
// 还有谁提供同样的服务
//
// The others are compared by service type: one with the same type, one with a part of it or one that it
// is a part of. Read `status` before you send a firm there.
//
// @param provider entity  the provider whose services are looked up
// @param limit    integer = 50
// @returns service, other, offer, status, modality, sources, quotes
MATCH (own:Entity {id: $provider})-[:OFFERS]->(:Offer)-[:OF_SERVICE]->(service:Service)
WITH DISTINCT own, service
MATCH (service)-[:PART_OF*0..1]-(near:Service)<-[:OF_SERVICE]-(offer:Offer)<-[offers:OFFERS]-(other:Entity)
WHERE other <> own
WITH DISTINCT near AS service, other, offer, offers,
  CASE
    WHEN 'closed' IN [other.status, offer.status] THEN 'closed'
    WHEN 'planned' IN [other.status, offer.status] THEN 'planned'
    WHEN offers.modality = 'plan' AND offer.status IS NULL THEN null
    WHEN 'building' IN [other.status, offer.status] THEN 'building'
    ELSE coalesce(offer.status, other.status)
  END AS status
RETURN service, other, offer, status, offers.modality AS modality,
  offers.sources AS sources, offers.quotes AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  service.id, other.name, other.id, offer.id
LIMIT $limit
