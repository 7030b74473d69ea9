// Everything there is: each entity with what leads from it
// 全部实体与关系
//
// One row for each relation, from where it starts; an entity from which nothing leads has one row too.
//
// @param chain  chain = null   only what stands on this chain
// @param status status = null  only entities of this status
// @param limit  integer = 1000
// @returns entity, relation, other
MATCH (entity:Entity)
WHERE ($chain IS NULL OR entity.chain = $chain) AND ($status IS NULL OR entity.status = $status)
OPTIONAL MATCH (entity)-[relation]->(other:Entity)
RETURN entity, relation, other
ORDER BY entity.id, coalesce(relation.id, '')
LIMIT $limit
