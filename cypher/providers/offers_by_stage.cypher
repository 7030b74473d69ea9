// Offers on a rung of the pilot ladder
// 按中试阶段查服务项
//
// The rungs are research 实验研究, pilot 中试熟化, demonstration 工业示范 and production 生产过程. Without
// a stage, all offers that name one are listed by rung.
//
// @param stage string = null  research, pilot, demonstration or production
// @param limit integer = 50
// @returns stage, provider, offer, services, status, modality, sources, quotes
UNWIND [
  {stage: 'research', rank: 0}, {stage: 'pilot', rank: 1},
  {stage: 'demonstration', rank: 2}, {stage: 'production', rank: 3}
] AS rung
WITH rung.stage AS stage, rung.rank AS rank
WHERE $stage IS NULL OR stage = $stage
MATCH (provider:Entity)-[offers:OFFERS]->(offer:Offer)
WHERE stage IN coalesce(offer.stages, [])
OPTIONAL MATCH (offer)-[:OF_SERVICE]->(service:Service)
WITH stage, rank, provider, offer, offers, service ORDER BY service.id
WITH stage, rank, provider, offer, offers, collect(service) AS services,
  CASE
    WHEN 'closed' IN [provider.status, offer.status] THEN 'closed'
    WHEN 'planned' IN [provider.status, offer.status] THEN 'planned'
    WHEN offers.modality = 'plan' AND offer.status IS NULL THEN null
    WHEN 'building' IN [provider.status, offer.status] THEN 'building'
    ELSE coalesce(offer.status, provider.status)
  END AS status
RETURN stage, provider, offer, services, status, offers.modality AS modality,
  offers.sources AS sources, offers.quotes AS quotes
ORDER BY rank,
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  provider.name, provider.id, offer.id
LIMIT $limit
