// What other complexes must fulfil
// 成立条件有哪几条
//
// `functions` are the public functions that a condition lists, `binding` the plan's own word for how
// strictly it is meant.
//
// @param limit integer = 50
// @returns condition, number, text, functions, binding, clause, required_by, sources, quotes
MATCH (condition:Condition)
OPTIONAL MATCH (owner:Entity)-[:REQUIRES]->(condition)
WITH condition, owner ORDER BY owner.id
WITH condition, collect(DISTINCT owner) AS required_by
RETURN condition, condition.number AS number, condition.description AS text,
  coalesce(condition.functions, []) AS functions, condition.binding AS binding,
  condition.clause AS clause, required_by, condition.sources AS sources, condition.quotes AS quotes
ORDER BY number, condition.id
LIMIT $limit
