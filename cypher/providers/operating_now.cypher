// What works today
// 现在就在运行的服务
//
// Only offers that a fact states, not a plan or an inference, of a provider that is stated to operate; the
// offer itself is stated to operate or has no status of its own. What is left out here is not said to be closed: ask providers-of-service for the rest.
//
// @param service entity:Service = null  only this service and its parts
// @param chain   chain = null           only providers on this chain
// @param limit   integer = 50
// @returns provider, offer, service, modality, sources, quotes
MATCH (provider:Entity {status: 'operating'})-[offers:OFFERS]->(offer:Offer)-[:OF_SERVICE]->(service:Service)
WHERE offers.modality = 'fact' AND coalesce(offer.status, 'operating') = 'operating'
  AND ($chain IS NULL OR provider.chain = $chain)
  AND ($service IS NULL OR EXISTS { (service)-[:PART_OF*0..2]->(:Service {id: $service}) })
RETURN provider, offer, service, offers.modality AS modality,
  offers.sources AS sources, offers.quotes AS quotes
ORDER BY provider.name, provider.id, service.id, offer.id
LIMIT $limit
