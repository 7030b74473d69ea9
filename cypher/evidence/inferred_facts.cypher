// What is inferred and not stated
// 哪些是推断出来的
//
// Each row names the rule that made the inference and the text that the rule started from.
//
// @param entity entity = null  only inferences about this
// @param limit  integer = 100
// @returns subject, statement, object, rule, sources, quotes
MATCH (subject:Entity)-[relation]->(object:Entity)
WHERE relation.modality = 'inferred' AND ($entity IS NULL OR $entity IN [subject.id, object.id])
RETURN subject, type(relation) AS statement, object, relation.rule AS rule,
  relation.sources AS sources, relation.quotes AS quotes
ORDER BY rule, statement, subject.id, object.id, relation.id
LIMIT $limit
