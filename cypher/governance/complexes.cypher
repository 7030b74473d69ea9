// The complexes, with hosts, promoters and partners
// 有哪些产业创新服务综合体
//
// `accredited` lists what a complex is accredited as by a fact, `aim` the level that it only wants to reach.
// A row of status normative is a class of complexes that the plan describes and does not name.
//
// @param status status = null  only complexes of this status
// @param limit  integer = 50
// @returns complex, status, accredited, aim, hosts, promoters, partners, built, sources
MATCH (complex:Complex)
WHERE $status IS NULL OR complex.status = $status
RETURN complex, complex.status AS status,
  COLLECT { MATCH (complex)-[r:ACCREDITED_AS]->(tier:Tier) WHERE r.modality = 'fact' RETURN tier ORDER BY tier.id } AS accredited,
  complex.target_level AS aim,
  COLLECT { MATCH (complex)<-[:HOSTS]-(host:Entity) RETURN DISTINCT host ORDER BY host.id } AS hosts,
  COLLECT { MATCH (complex)<-[:PROMOTES]-(body:Entity) RETURN DISTINCT body ORDER BY body.id } AS promoters,
  COLLECT { MATCH (complex)<-[:PARTNERS_IN]-(partner:Entity) RETURN DISTINCT partner ORDER BY partner.id } AS partners,
  COLLECT { MATCH (complex)-[:BUILDS]->(built:Entity) RETURN DISTINCT built ORDER BY built.id } AS built,
  complex.sources AS sources
ORDER BY complex.name, complex.id
LIMIT $limit
