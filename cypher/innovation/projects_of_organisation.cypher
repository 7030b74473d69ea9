// Projects of an organisation or a complex
// 参加或承担了哪些项目
//
// @param organisation entity  the organisation, the person or the complex
// @param limit        integer = 50
// @returns project, role, status, since, until, amount, currency, modality, sources, quotes
MATCH (:Entity {id: $organisation})-[relation:PARTICIPATES_IN|PART_OF]-(project:Project)
RETURN project, coalesce(relation.role, type(relation)) AS role, project.status AS status,
  project.since AS since, project.until AS until,
  relation.amount AS amount, relation.currency AS currency,
  relation.modality AS modality, relation.sources AS sources, relation.quotes AS quotes
ORDER BY coalesce(since, ''), project.name, project.id, relation.id
LIMIT $limit
