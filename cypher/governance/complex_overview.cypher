// Everything that belongs to a complex, and how
// 一个综合体的全貌
//
// One row for each relation, in the order host, promoter, core, partner, support, built, part, offer,
// served, finance, talent, accreditation, place. `status` is that of the entity, `modality` that of the relation.
//
// @param complex entity:Complex  the complex
// @param limit   integer = 200
// @returns aspect, entity, role, status, modality, sources, quotes
MATCH (complex:Complex {id: $complex})-[relation]-(entity:Entity)
WITH complex, entity, relation,
  CASE type(relation)
    WHEN 'HOSTS' THEN [0, 'host'] WHEN 'PROMOTES' THEN [1, 'promoter'] WHEN 'CORE_OF' THEN [2, 'core']
    WHEN 'PARTNERS_IN' THEN [3, 'partner'] WHEN 'SUPPORTS' THEN [4, 'support']
    WHEN 'BUILDS' THEN [5, 'built']
    WHEN 'PART_OF' THEN CASE WHEN endNode(relation) = complex THEN [6, 'part'] ELSE [12, 'place'] END
    WHEN 'OFFERS' THEN [7, 'offer'] WHEN 'SERVES' THEN [8, 'served'] WHEN 'FUNDS' THEN [9, 'finance']
    WHEN 'HAS_TIER' THEN [10, 'talent'] WHEN 'NOMINATES_TO' THEN [10, 'talent']
    WHEN 'ACCREDITED_AS' THEN [11, 'accreditation'] WHEN 'LOCATED_IN' THEN [12, 'place']
    ELSE [13, 'other']
  END AS sorted
RETURN sorted[1] AS aspect, entity, coalesce(relation.role, type(relation)) AS role,
  entity.status AS status, relation.modality AS modality,
  relation.sources AS sources, relation.quotes AS quotes
ORDER BY sorted[0], entity.name, entity.id, relation.id
LIMIT $limit
