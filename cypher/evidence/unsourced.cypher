// What no source supports
// 没有出处的说法
//
// Must be empty: a load rejects a record without a source. A row here is a fault to report.
//
// @param limit integer = 50
// @returns subject, statement, object
CALL () {
  MATCH (subject:Entity)
  WHERE subject.sources IS NULL OR size(subject.sources) = 0
  RETURN subject, 'kind ' + subject.kind AS statement, null AS object
  UNION ALL
  MATCH (subject:Entity)-[relation]->(object:Entity)
  WHERE relation.sources IS NULL OR size(relation.sources) = 0
  RETURN subject, type(relation) AS statement, object
}
RETURN subject, statement, object
ORDER BY subject.id, statement, object.id
LIMIT $limit
