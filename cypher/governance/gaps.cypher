// What a complex lacks
// 综合体还缺什么
//
// `gap` is service (one of the nine 板块 without an operating provider), stage (a rung of the pilot ladder
// without an operating platform or offer), finance (one of the four kinds of money not stated as a fact), tier (a tier
// of talent without an operating platform) or partner (named in this complex and in no other: if it leaves,
// nobody here is known to replace it). `status` is missing, or says what there is `instead`: planned, building,
// not stated to run, or conditional, which is no more than a rule under which it may get some.
//
// @param complex entity:Complex = null  the complex; all of them without it
// @param limit   integer = 200
// @returns complex, gap, name, subject, status, instead, sources, quotes
MATCH (complex:Complex)
WHERE complex.id = $complex OR ($complex IS NULL AND coalesce(complex.status, '') <> 'normative')
CALL (complex) {
  RETURN complex AS member
  UNION
  MATCH (complex)<-[:HOSTS|PARTNERS_IN|SUPPORTS|CORE_OF|PART_OF]-(member:Entity)
  RETURN member
  UNION
  MATCH (complex)-[:BUILDS]->(:Entity)<-[:PART_OF*0..2]-(member:Entity)
  RETURN member
}
OPTIONAL MATCH (member)-[:OFFERS]->(offered:Offer)
WITH complex, member, offered ORDER BY member.id, offered.id
WITH complex, collect(DISTINCT member) AS members, collect(DISTINCT offered) AS offers
CALL (complex, members, offers) {
  MATCH (section:Service {is_section: true})
  OPTIONAL MATCH (section)<-[:PART_OF*0..2]-(:Service)<-[:OF_SERVICE]-(offer:Offer)<-[:OFFERS]-(provider:Entity)
  WHERE provider IN members
  WITH section, offer, CASE
      WHEN offer IS NULL THEN null
      WHEN 'planned' IN [provider.status, offer.status] THEN 'planned'
      ELSE coalesce(offer.status, 'not stated')
    END AS status
  ORDER BY offer.id
  WITH section, collect(DISTINCT offer) AS things, collect(DISTINCT status) AS statuses
  RETURN 'service' AS gap, 0 AS rank, section.name AS name, section.id AS key, section AS subject,
    things, statuses, [t IN things | t.sources[0]] AS sources, [t IN things | t.quotes[0]] AS quotes
  UNION ALL
  UNWIND [
    {stage: 'research', name: '实验研究', rank: 1}, {stage: 'pilot', name: '中试熟化', rank: 2},
    {stage: 'demonstration', name: '工业示范', rank: 3}, {stage: 'production', name: '生产过程', rank: 4}
  ] AS rung
  WITH members, offers, rung.stage AS stage, rung.name AS name, rung.rank AS rank
  WITH name, rank, stage, [m IN members + offers WHERE stage IN coalesce(m.stages, [])] AS things
  RETURN 'stage' AS gap, rank, name, stage AS key, null AS subject, things,
    [t IN things | coalesce(t.status, 'not stated')] AS statuses,
    [t IN things | t.sources[0]] AS sources, [t IN things | t.quotes[0]] AS quotes
  UNION ALL
  MATCH (source:Fund {is_source_class: true})
  OPTIONAL MATCH (source)-[funds:FUNDS]->(complex)
  OPTIONAL MATCH (instrument:Entity)-[rule:FUNDS]->(complex)
  WHERE coalesce(instrument.is_source_class, false) = false AND (
    (source.name = '政府扶持' AND (instrument:Fund OR instrument:Subsidy OR instrument:GovernmentBody))
    OR (source.name = '银行贷款' AND instrument:FinanceProduct))
  WITH source, funds, instrument, rule ORDER BY instrument.id, rule.id
  WITH source, funds, collect(DISTINCT instrument) AS things, collect(rule) AS rules
  RETURN 'finance' AS gap, 5 AS rank, source.name AS name, source.id AS key, source AS subject, things,
    CASE
      WHEN funds.modality = 'fact' THEN ['operating'] WHEN funds IS NOT NULL THEN ['planned']
      WHEN size(things) > 0 THEN ['conditional'] ELSE []
    END AS statuses,
    coalesce(funds.sources, []) + [r IN rules | r.sources[0]] AS sources,
    coalesce(funds.quotes, []) + [r IN rules | r.quotes[0]] AS quotes
  UNION ALL
  MATCH (tier:TalentTier)
  OPTIONAL MATCH (tier)<-[:HAS_TIER]-(platform:TalentPlatform)
  WHERE platform IN members
  WITH tier, platform ORDER BY platform.id
  WITH tier, collect(platform) AS things
  RETURN 'tier' AS gap, 5 + tier.rank AS rank, tier.name AS name, tier.id AS key, tier AS subject, things,
    [t IN things | coalesce(t.status, 'not stated')] AS statuses,
    [t IN things | t.sources[0]] AS sources, [t IN things | t.quotes[0]] AS quotes
  UNION ALL
  MATCH (partner:Entity)-[relation:PARTNERS_IN]->(complex)
  WHERE NOT EXISTS { MATCH (partner)-[:PARTNERS_IN|HOSTS]->(another:Complex) WHERE another <> complex }
  WITH partner, relation ORDER BY relation.id
  WITH partner, collect(relation)[0] AS relation
  RETURN 'partner' AS gap, 20 AS rank, partner.name AS name, partner.id AS key, partner AS subject,
    [] AS things, ['only here'] AS statuses, relation.sources AS sources, relation.quotes AS quotes
}
WITH complex, gap, rank, name, key, subject, things, statuses, sources, quotes
WHERE NOT 'operating' IN statuses
RETURN complex, gap, name, subject,
  CASE
    WHEN 'only here' IN statuses THEN 'only here' WHEN 'building' IN statuses THEN 'building'
    WHEN 'not stated' IN statuses THEN 'not stated' WHEN 'planned' IN statuses THEN 'planned'
    WHEN 'conditional' IN statuses THEN 'conditional' ELSE 'missing'
  END AS status,
  things AS instead, sources, quotes
ORDER BY complex.name, complex.id, rank, key
LIMIT $limit
