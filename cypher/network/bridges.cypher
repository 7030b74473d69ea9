// Who takes part in more than one complex
// 谁同时参与多个综合体
//
// Government bodies promote every complex, so they are left out unless asked for.
//
// @param government boolean = false  list government bodies too
// @param limit      integer = 50
// @returns entity, complexes, roles, number, modalities, sources, quotes
MATCH (entity:Entity)-[relation:HOSTS|PARTNERS_IN|CORE_OF|SUPPORTS|PROMOTES]->(complex:Complex)
WHERE $government OR NOT entity:GovernmentBody
WITH entity, complex, relation ORDER BY complex.id, relation.id
WITH entity, collect(DISTINCT complex) AS complexes,
  collect(coalesce(relation.role, type(relation))) AS roles,
  collect(DISTINCT relation.modality) AS modalities,
  collect(relation.sources[0]) AS sources, collect(relation.quotes[0]) AS quotes
WHERE size(complexes) > 1
RETURN entity, complexes, roles, size(complexes) AS number, modalities, sources, quotes
ORDER BY number DESC, entity.name, entity.id
LIMIT $limit
