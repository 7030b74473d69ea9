// Who offers a service
// 谁能提供这项服务
//
// Operating providers come first, planned ones last; a planned provider is never left out. Among equals an
// organisation comes before a platform or a laboratory: it is whom one can call.
// `status` is that of the offer as a whole: planned as soon as the provider or the offer is planned, and
// null where no source says whether it runs. `modality` says how the source means that it is offered.
//
// @param service entity:Service             the service, or one that has it as a part
// @param region  entity:Region|Zone = null  only providers located there
// @param complex entity:Complex = null      only providers that belong to this complex
// @param status  status = null              only offers of this status
// @param limit   integer = 50
// @returns provider, offer, service, status, modality, complexes, sources, quotes
MATCH (:Service {id: $service})<-[:PART_OF*0..2]-(service:Service)
MATCH (service)<-[:OF_SERVICE]-(offer:Offer)<-[offers:OFFERS]-(provider:Entity)
WHERE $region IS NULL OR EXISTS { (provider)-[:LOCATED_IN|PART_OF*1..3]->(:Entity {id: $region}) }
WITH DISTINCT provider, offer, offers, service,
  CASE
    WHEN 'closed' IN [provider.status, offer.status] THEN 'closed'
    WHEN 'planned' IN [provider.status, offer.status] THEN 'planned'
    WHEN offers.modality = 'plan' AND offer.status IS NULL THEN null
    WHEN 'building' IN [provider.status, offer.status] THEN 'building'
    ELSE coalesce(offer.status, provider.status)
  END AS status
WHERE $status IS NULL OR status = $status
OPTIONAL MATCH (complex:Complex)
WHERE complex = provider
  OR EXISTS { (provider)-[:PART_OF*0..2]->(:Entity)-[:HOSTS|PARTNERS_IN|SUPPORTS|CORE_OF|PART_OF]->(complex) }
  OR EXISTS { (provider)-[:PART_OF*0..2]->(:Entity)<-[:BUILDS]-(complex) }
WITH provider, offer, offers, service, status, complex ORDER BY complex.id
WITH provider, offer, offers, service, status, collect(complex) AS complexes
WHERE $complex IS NULL OR any(complex IN complexes WHERE complex.id = $complex)
WITH provider, offer, offers, service, status, complexes,
  [i IN range(0, size(offer.sources) - 1) WHERE NOT offer.sources[i] IN offers.sources] AS others
RETURN provider, offer, service, status, offers.modality AS modality, complexes,
  offers.sources + [i IN others | offer.sources[i]] AS sources,
  offers.quotes + [i IN others | offer.quotes[i]] AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  CASE
    WHEN provider:Enterprise OR provider:Institute OR provider:University OR provider:InnovationCentre
      OR provider:Association OR provider:FinanceProvider OR provider:GovernmentBody THEN 0 ELSE 1
  END,
  CASE modality WHEN 'inferred' THEN 1 ELSE 0 END,
  provider.name, provider.id, service.id, offer.id
LIMIT $limit
