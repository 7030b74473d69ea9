// The talent pyramid of a complex
// 三级“金字塔”型人才结构
//
// One row for each tier, also where nothing is said: `stated` that the complex is to have it, `platforms`
// of the complex that train or gather this tier. `present` is true only where one of them operates.
//
// @param complex entity:Complex  the complex
// @param limit   integer = 50
// @returns complex, tier, rank, stated, platforms, present, status, modality, sources, quotes
MATCH (complex:Complex {id: $complex})
MATCH (tier:TalentTier)
OPTIONAL MATCH (complex)-[has:HAS_TIER]->(tier)
OPTIONAL MATCH (tier)<-[:HAS_TIER]-(platform:TalentPlatform)
WHERE EXISTS { (complex)-[:BUILDS|SUPPORTS|PART_OF]-(platform) }
WITH complex, tier, has, platform ORDER BY platform.id
WITH complex, tier, has, collect(DISTINCT platform) AS platforms
WITH complex, tier, has, platforms, [p IN platforms | coalesce(p.status, 'not stated')] AS statuses
RETURN complex, tier, tier.rank AS rank, has IS NOT NULL AS stated, platforms,
  'operating' IN statuses AS present,
  CASE
    WHEN 'operating' IN statuses THEN 'operating' WHEN 'building' IN statuses THEN 'building'
    WHEN 'not stated' IN statuses THEN 'not stated' WHEN 'planned' IN statuses THEN 'planned'
    ELSE 'missing'
  END AS status,
  has.modality AS modality, coalesce(has.sources, []) AS sources, coalesce(has.quotes, []) AS quotes
ORDER BY rank, tier.id
LIMIT $limit
