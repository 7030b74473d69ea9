// Firms of an industry
// 这个产业里有哪些企业
//
// @param industry entity:Industry  the industry, with its sub-industries
// @param limit    integer = 100
// @returns firm, industry, complexes, modality, sources, quotes
MATCH (:Industry {id: $industry})<-[:PART_OF*0..3]-(industry:Industry)<-[belongs:IN_INDUSTRY]-(firm:Enterprise)
WITH DISTINCT firm, industry, belongs
OPTIONAL MATCH (firm)-[:HOSTS|PARTNERS_IN]->(complex:Complex)
WITH firm, industry, belongs, complex ORDER BY complex.id
RETURN firm, industry, collect(DISTINCT complex) AS complexes, belongs.modality AS modality,
  belongs.sources AS sources, belongs.quotes AS quotes
ORDER BY firm.name, firm.id, industry.id
LIMIT $limit
