// Patents of an organisation or a person
// 持有哪些专利
//
// `holders` are the others that hold the patent too. `reported` is the day of the report and not of the grant.
//
// @param organisation entity  the organisation or the person
// @param limit        integer = 100
// @returns patent, reported, holders, modality, sources, quotes
MATCH (:Entity {id: $organisation})-[holds:HOLDS]->(patent:Patent)
OPTIONAL MATCH (patent)<-[:HOLDS]-(other:Entity)
WHERE other.id <> $organisation
WITH patent, holds, other ORDER BY other.name, other.id
WITH patent, holds, collect(DISTINCT other) AS holders
RETURN patent, holds.reported AS reported, holders, holds.modality AS modality,
  holds.sources AS sources, holds.quotes AS quotes
ORDER BY coalesce(reported, '') DESC, patent.name, patent.id, holds.id
LIMIT $limit
