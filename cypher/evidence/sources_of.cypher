// Where the facts about something are stated
// 关于它的说法出自哪里
//
// First the evidence of the entity itself, then that of each of its relations: one row for each place.
//
// @param entity entity  whatever the facts are about
// @param limit  integer = 200
// @returns source, quote, statement, other, direction, modality
MATCH (entity:Entity {id: $entity})
CALL (entity) {
  UNWIND range(0, size(entity.sources) - 1) AS i
  RETURN entity.sources[i] AS source, entity.quotes[i] AS quote, 'kind ' + entity.kind AS statement,
    null AS other, null AS direction, null AS modality, 0 AS rank, '' AS key
  UNION ALL
  MATCH (entity)-[relation]-(other:Entity)
  UNWIND range(0, size(relation.sources) - 1) AS i
  RETURN relation.sources[i] AS source, relation.quotes[i] AS quote, type(relation) AS statement,
    other, CASE WHEN startNode(relation) = entity THEN 'out' ELSE 'in' END AS direction,
    relation.modality AS modality, 1 AS rank, relation.id AS key
}
RETURN source, quote, statement, other, direction, modality
ORDER BY rank, statement, key, source, quote
LIMIT $limit
