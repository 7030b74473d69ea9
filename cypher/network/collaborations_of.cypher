// With whom an organisation works
// 与哪些机构有合作
//
// `basis` is `stated` where a source says that the two work together, and `shared` where they take part
// in one complex, platform, alliance or project: that is an occasion, not yet a collaboration.
//
// @param organisation entity  the organisation
// @param limit        integer = 50
// @returns partner, basis, through, how, modalities, sources, quotes
MATCH (own:Entity {id: $organisation})
CALL (own) {
  MATCH (own)-[relation:COLLABORATES_WITH]-(partner:Entity)
  RETURN partner, 'stated' AS basis, null AS through, ['COLLABORATES_WITH'] AS how,
    [relation.modality] AS modalities, relation.sources AS sources, relation.quotes AS quotes
  UNION ALL
  MATCH (own)-[mine:HOSTS|PARTNERS_IN|PARTICIPATES_IN|BUILDS|OPERATES]->(through:Entity)
  MATCH (through)<-[theirs:HOSTS|PARTNERS_IN|PARTICIPATES_IN|BUILDS|OPERATES]-(partner:Entity)
  WHERE partner <> own AND NOT partner:Complex
  WITH partner, through, mine, theirs ORDER BY mine.id, theirs.id
  WITH partner, through, type(mine) AS one, type(theirs) AS other, collect(mine)[0] AS mine, collect(theirs)[0] AS theirs
  RETURN partner, 'shared' AS basis, through, [type(mine), type(theirs)] AS how,
    [mine.modality, theirs.modality] AS modalities,
    mine.sources + theirs.sources AS sources, mine.quotes + theirs.quotes AS quotes
}
RETURN partner, basis, through, how, modalities, sources, quotes
ORDER BY CASE basis WHEN 'stated' THEN 0 ELSE 1 END, partner.name, partner.id,
  coalesce(through.id, ''), how[0], how[1], sources[0], quotes[0]
LIMIT $limit
