// How a complex covers the six chains
// 六链覆盖：运行、在建、拟建
//
// Six rows for each complex, also where a chain has nothing. Counted is what hosts it, takes part in it,
// supports it or is built by it, and the parts of that; not what only a rule connects with it. `unknown`
// has no stated status, `normative` is a class and not a thing. `present` needs something that operates:
// it may so far only be planned to take part, complex-overview says so.
//
// @param complex entity:Complex = null  the complex; all of them without it
// @param chain   chain = null           only this chain
// @param limit   integer = 60
// @returns complex, chain, operating, building, planned, unknown, normative, present, entities
MATCH (complex:Complex)
WHERE complex.id = $complex OR ($complex IS NULL AND coalesce(complex.status, '') <> 'normative')
UNWIND [
  {chain: 'governance', rank: 0}, {chain: 'industry', rank: 1}, {chain: 'innovation', rank: 2},
  {chain: 'service', rank: 3}, {chain: 'talent', rank: 4}, {chain: 'finance', rank: 5}
] AS row
WITH complex, row.chain AS chain, row.rank AS rank
WHERE $chain IS NULL OR chain = $chain
CALL (complex, chain) {
  RETURN null AS entity
  UNION
  MATCH (complex)<-[relation:HOSTS|PARTNERS_IN|SUPPORTS|CORE_OF|PROMOTES|PART_OF|FUNDS]-(entity:Entity {chain: chain})
  WHERE relation.modality <> 'rule'
  RETURN entity
  UNION
  MATCH (complex)-[relation:BUILDS|HAS_TIER|NOMINATES_TO]->(entity:Entity {chain: chain})
  WHERE relation.modality <> 'rule'
  RETURN entity
  UNION
  MATCH (complex)-[built:BUILDS]->(:Entity)<-[:PART_OF*1..2]-(entity:Entity {chain: chain})
  WHERE built.modality <> 'rule'
  RETURN entity
}
WITH complex, chain, rank, entity ORDER BY entity.id
WITH complex, chain, rank, collect(entity) AS entities
RETURN complex, chain,
  size([e IN entities WHERE e.status = 'operating']) AS operating,
  size([e IN entities WHERE e.status = 'building']) AS building,
  size([e IN entities WHERE e.status = 'planned']) AS planned,
  size([e IN entities WHERE e.status IS NULL]) AS unknown,
  size([e IN entities WHERE e.status = 'normative']) AS normative,
  any(e IN entities WHERE coalesce(e.status, '') = 'operating') AS present,
  entities
ORDER BY complex.name, complex.id, rank
LIMIT $limit
