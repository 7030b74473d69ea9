// What stands in a zone and what it belongs to
// 园区画像
//
// @param zone  entity:Zone  the zone
// @param limit integer = 100
// @returns aspect, entity, role, modality, sources, quotes
MATCH (zone:Zone {id: $zone})
CALL (zone) {
  MATCH (entity:Entity)-[relation:LOCATED_IN|PART_OF]->(zone)
  RETURN 'holds' AS aspect, 0 AS rank, entity, relation
  UNION
  MATCH (zone)-[relation:LOCATED_IN|PART_OF]->(entity:Entity)
  RETURN 'part of' AS aspect, 3 AS rank, entity, relation
  UNION
  MATCH (zone)-[relation:CORE_OF|SUPPORTS]->(entity:Entity)
  RETURN 'serves as' AS aspect, 1 AS rank, entity, relation
  UNION
  MATCH (entity:Entity)-[relation:SERVES|BUILDS|OPERATES]->(zone)
  RETURN 'served by' AS aspect, 2 AS rank, entity, relation
}
RETURN aspect, entity, coalesce(relation.role, type(relation)) AS role, relation.modality AS modality,
  relation.sources AS sources, relation.quotes AS quotes
ORDER BY rank, entity.name, entity.id, relation.id
LIMIT $limit
