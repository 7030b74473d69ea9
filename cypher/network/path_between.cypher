// How two things are connected
// 两者之间怎么连上
//
// All shortest paths of at most six steps. `planned` says that something on the path is only planned,
// `inferred` that a step is inferred: such a path is a possibility and not a connection.
//
// @param from  entity  where the path begins
// @param to    entity  where it ends
// @param limit integer = 10
// @returns path, length, planned, inferred
MATCH (one:Entity {id: $from}), (other:Entity {id: $to})
WHERE one <> other
WITH one, other
MATCH path = allShortestPaths((one)-[*..6]-(other))
WHERE all(node IN nodes(path) WHERE node:Entity)
WITH path, length(path) AS length,
  any(node IN nodes(path) WHERE coalesce(node.status, '') = 'planned')
    OR any(step IN relationships(path) WHERE step.modality = 'plan') AS planned,
  any(step IN relationships(path) WHERE step.modality = 'inferred') AS inferred,
  reduce(key = '', step IN relationships(path) | key + step.id + ' ') AS key
RETURN path, length, planned, inferred
ORDER BY length, inferred, planned, key
LIMIT $limit
