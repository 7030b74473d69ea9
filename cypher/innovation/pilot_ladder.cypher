// The pilot ladder: which rungs exist, are planned or are missing
// 中试阶梯：哪一级有、哪一级只是规划、哪一级缺
//
// Four rows for each complex or technology: research 实验研究, pilot 中试熟化, demonstration 工业示范,
// production 生产过程. `present` is true only where something on the rung operates; `status` is the best
// there is: operating, building, not stated, planned or missing. Without a parameter, every complex is shown.
//
// @param complex    entity:Complex = null     the complex
// @param technology entity:Technology = null  or the technology, with what it is a part of
// @param limit      integer = 60
// @returns subject, stage, stage_zh, present, status, platforms, offers, sources, quotes
CALL () {
  MATCH (subject:Complex)
  WHERE subject.id = $complex
    OR ($complex IS NULL AND $technology IS NULL AND coalesce(subject.status, '') <> 'normative')
  RETURN subject
  UNION
  MATCH (subject:Technology {id: $technology})
  RETURN subject
}
CALL (subject) {
  MATCH (subject:Complex)
  RETURN subject AS member
  UNION
  MATCH (subject:Complex)<-[:HOSTS|PARTNERS_IN|SUPPORTS|CORE_OF|PART_OF]-(member:Entity)
  RETURN member
  UNION
  MATCH (subject:Complex)-[:BUILDS]->(:Entity)<-[:PART_OF*0..2]-(member:Entity)
  RETURN member
  UNION
  MATCH (subject:Technology)-[:PART_OF*0..1]-(near:Technology)<-[:RESEARCHES]-(member:Entity)
  RETURN member
  UNION
  MATCH (subject:Technology)-[:PART_OF*0..1]-(near:Technology)<-[:ABOUT]-(member:Offer)
  RETURN member
}
OPTIONAL MATCH (member)-[:OFFERS]->(offer:Offer)
WHERE subject:Complex
WITH subject, member, offer ORDER BY member.id, offer.id
WITH subject, collect(DISTINCT member) AS members, collect(DISTINCT offer) AS offered
UNWIND [
  {stage: 'research', zh: '实验研究', rank: 0}, {stage: 'pilot', zh: '中试熟化', rank: 1},
  {stage: 'demonstration', zh: '工业示范', rank: 2}, {stage: 'production', zh: '生产过程', rank: 3}
] AS rung
WITH subject, members, offered, rung.stage AS stage, rung.zh AS stage_zh, rung.rank AS rank
WITH subject, stage, stage_zh, rank,
  [m IN members WHERE m.kind <> 'Offer' AND stage IN coalesce(m.stages, [])] AS platforms,
  [o IN offered + [m IN members WHERE m.kind = 'Offer'] WHERE stage IN coalesce(o.stages, [])] AS offers
WITH subject, stage, stage_zh, rank, platforms, offers,
  [thing IN platforms + offers | coalesce(thing.status, 'not stated')] AS statuses
RETURN subject, stage, stage_zh, 'operating' IN statuses AS present,
  CASE
    WHEN 'operating' IN statuses THEN 'operating' WHEN 'building' IN statuses THEN 'building'
    WHEN 'not stated' IN statuses THEN 'not stated' WHEN 'planned' IN statuses THEN 'planned'
    ELSE 'missing'
  END AS status,
  platforms, offers,
  [thing IN platforms + offers | thing.sources[0]] AS sources,
  [thing IN platforms + offers | thing.quotes[0]] AS quotes
ORDER BY subject.name, subject.id, rank
LIMIT $limit
