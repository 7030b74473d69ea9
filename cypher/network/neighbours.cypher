// What something is directly connected with
// 与它直接相连的有哪些
//
// @param entity entity         whatever the question is about
// @param type   string = null  only relations of this type, such as PARTNERS_IN
// @param status status = null  only neighbours of this status
// @param limit  integer = 100
// @returns neighbour, type, direction, role, modality, sources, quotes
MATCH (entity:Entity {id: $entity})-[relation]-(neighbour:Entity)
WHERE ($type IS NULL OR type(relation) = toUpper($type))
  AND ($status IS NULL OR neighbour.status = $status)
RETURN neighbour, type(relation) AS type,
  CASE WHEN startNode(relation) = entity THEN 'out' ELSE 'in' END AS direction,
  relation.role AS role, relation.modality AS modality,
  relation.sources AS sources, relation.quotes AS quotes
ORDER BY type, direction, neighbour.name, relation.id
LIMIT $limit
