// Who does research on a technology
// 谁在研究这项技术
//
// Organisations and platforms; operating ones first. `technology` is the one asked for or a part of it.
//
// @param technology entity:Technology  the technology
// @param limit      integer = 50
// @returns institute, technology, status, modality, sources, quotes
MATCH (:Technology {id: $technology})<-[:PART_OF*0..2]-(technology:Technology)<-[researches:RESEARCHES]-(institute:Entity)
WITH DISTINCT institute, technology, researches,
  CASE WHEN researches.modality = 'plan' THEN 'planned' ELSE institute.status END AS status
RETURN institute, technology, status, researches.modality AS modality,
  researches.sources AS sources, researches.quotes AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  institute.name, institute.id, technology.id
LIMIT $limit
