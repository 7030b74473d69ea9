// Talent programmes to which a complex nominates with priority
// 优先推荐申报的人才计划
//
// `for_whom` says whose nomination the clause gives priority to; that a programme is listed is a rule and
// does not say that anybody was nominated.
//
// @param complex entity:Complex  the complex
// @param limit   integer = 50
// @returns programme, status, for_whom, modality, sources, quotes
MATCH (:Complex {id: $complex})-[nominates:NOMINATES_TO]->(programme:TalentProgramme)
RETURN programme, programme.status AS status, nominates.for_whom AS for_whom,
  nominates.modality AS modality, nominates.sources AS sources, nominates.quotes AS quotes
ORDER BY programme.name, programme.id
LIMIT $limit
