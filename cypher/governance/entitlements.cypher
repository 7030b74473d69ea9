// Which subsidies a complex is entitled to
// 综合体可享受哪些补助（从高不重复）
//
// One row for each list and each subsidy. `applies` is true only for the highest list that the complex is
// on at the date, by a fact: who is on several lists is paid once, from the highest (从高不重复).
// An amount that no source gives is `unknown`, with the reason and the clause.
//
// @param complex entity:Complex = null  the complex; all of them without it
// @param as_of   date = null            the day; without it, whatever is recorded
// @param limit   integer = 100
// @returns complex, tier, rank, subsidy, listed, applies, why, amount, currency, reason, clause, rules, sources, quotes
MATCH (complex:Complex)
WHERE complex.id = $complex OR ($complex IS NULL AND coalesce(complex.status, '') <> 'normative')
OPTIONAL MATCH (complex)-[on:ACCREDITED_AS]->(held:Tier)
WHERE on.modality = 'fact'
  AND ($as_of IS NULL OR (coalesce(on.since, '') <= $as_of AND coalesce(on.until, '9999') >= $as_of))
WITH complex, collect(held.id) AS held, min(held.rank) AS highest
MATCH (tier:Tier)-[entitles:ENTITLES]->(subsidy:Subsidy)
OPTIONAL MATCH (subsidy)-[:GOVERNED_BY]->(rule:Rule)
WITH complex, held, highest, tier, entitles, subsidy, rule ORDER BY rule.id
WITH complex, tier, entitles, subsidy, collect(rule) AS rules,
  tier.id IN held AS listed, tier.id IN held AND tier.rank = highest AS applies
RETURN complex, tier, tier.rank AS rank, subsidy, listed, applies,
  CASE
    WHEN applies THEN 'the highest list that it is on'
    WHEN listed THEN 'also on a higher list: paid once, from the highest'
    ELSE 'not stated to be on this list'
  END AS why,
  coalesce(subsidy.amount, 'unknown') AS amount, subsidy.currency AS currency,
  CASE WHEN subsidy.amount IS NULL THEN coalesce(subsidy.amount_reason, 'no source gives it') END AS reason,
  subsidy.clause AS clause, rules, entitles.sources AS sources, entitles.quotes AS quotes
ORDER BY complex.name, complex.id, rank, tier.id, subsidy.id
LIMIT $limit
