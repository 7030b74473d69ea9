// Talent platforms of a complex
// 综合体的人才平台
//
// Operating ones first. A row without a single named place, such as 院士工作站, is a class: `is_class`.
//
// @param complex entity:Complex = null  the complex; all of them without it
// @param limit   integer = 50
// @returns complex, platform, status, is_class, tiers, services, modality, sources, quotes
MATCH (complex:Complex)-[relation:BUILDS|SUPPORTS|PART_OF]-(platform:TalentPlatform)
WHERE $complex IS NULL OR complex.id = $complex
OPTIONAL MATCH (platform)-[:HAS_TIER]->(tier:TalentTier)
WITH complex, relation, platform, tier ORDER BY tier.rank, tier.id
WITH complex, relation, platform, collect(DISTINCT tier) AS tiers
OPTIONAL MATCH (platform)-[:OFFERS]->(:Offer)-[:OF_SERVICE]->(service:Service)
WITH complex, relation, platform, tiers, service ORDER BY service.id
WITH complex, relation, platform, tiers, collect(DISTINCT service) AS services
RETURN complex, platform, platform.status AS status, coalesce(platform.is_class, false) AS is_class,
  tiers, services, relation.modality AS modality, relation.sources AS sources, relation.quotes AS quotes
ORDER BY complex.name, complex.id,
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  platform.name, platform.id, relation.id
LIMIT $limit
