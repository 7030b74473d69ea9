// What was taken from a source or from one place of it
// 从这份文件、这一行里取出了哪些说法
//
// Give a source (zhenhai-plan-2020) or a place in it (zhenhai-plan-2020#L55).
//
// @param source string = null  id of a source, with # and a place or without; all sources without it
// @param limit  integer = 200
// @returns source, quote, subject, statement, object, modality
CALL () {
  MATCH (subject:Entity)
  UNWIND range(0, size(subject.sources) - 1) AS i
  RETURN subject.sources[i] AS source, subject.quotes[i] AS quote, subject,
    'kind ' + subject.kind AS statement, null AS object, null AS modality, '' AS key
  UNION ALL
  MATCH (subject:Entity)-[relation]->(object:Entity)
  UNWIND range(0, size(relation.sources) - 1) AS i
  RETURN relation.sources[i] AS source, relation.quotes[i] AS quote, subject,
    type(relation) AS statement, object, relation.modality AS modality, relation.id AS key
}
WITH source, quote, subject, statement, object, modality, key, split(source, '#') AS parts
WHERE $source IS NULL OR source = $source OR parts[0] = $source
RETURN source, quote, subject, statement, object, modality
ORDER BY parts[0],
  CASE WHEN parts[1] STARTS WITH 'L' THEN toInteger(substring(parts[1], 1)) END,
  parts[1], key, subject.id, quote
LIMIT $limit
