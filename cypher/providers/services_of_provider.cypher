// What a provider offers
// 这家机构能提供哪些服务
//
// Includes what its own parts offer and what the platforms offer that it operates or, as a complex, builds;
// `provider` says which it is.
//
// @param provider entity  the provider: an organisation, a platform, a laboratory or a complex
// @param limit    integer = 50
// @returns service, offer, provider, status, stages, modality, sources, quotes
MATCH (:Entity {id: $provider})<-[:PART_OF*0..2]-(part:Entity)
OPTIONAL MATCH (part)-[:OPERATES|BUILDS]->(run:Entity)
WITH collect(DISTINCT part) + collect(DISTINCT run) AS providers
UNWIND providers AS provider
WITH DISTINCT provider
MATCH (provider)-[offers:OFFERS]->(offer:Offer)-[:OF_SERVICE]->(service:Service)
WITH provider, offer, offers, service,
  CASE
    WHEN 'closed' IN [provider.status, offer.status] THEN 'closed'
    WHEN 'planned' IN [provider.status, offer.status] THEN 'planned'
    WHEN offers.modality = 'plan' AND offer.status IS NULL THEN null
    WHEN 'building' IN [provider.status, offer.status] THEN 'building'
    ELSE coalesce(offer.status, provider.status)
  END AS status
RETURN service, offer, provider, status, coalesce(offer.stages, []) AS stages,
  offers.modality AS modality, offers.sources AS sources, offers.quotes AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  service.id, offer.id, provider.id
LIMIT $limit
