// How far the targets are reached
// 建设目标完成到哪一步
//
// `reached` counts complexes that operate and, where the target asks for a level, are on a list of it by a
// fact at the date. Those `under_way` count once they operate; those `aiming` only say that they want to.
// A planned complex never counts as reached.
//
// @param as_of date = null  the day; without it, whatever is recorded
// @param limit integer = 50
// @returns target, wanted, reached, open, reaching, under_way, aiming, deadline, sources, quotes
MATCH (target:Target)
OPTIONAL MATCH (complex:Complex)
WHERE coalesce(complex.status, '') <> 'normative'
WITH target, complex,
  target.counts_tier = 'any' OR EXISTS {
    MATCH (complex)-[on:ACCREDITED_AS]->(tier:Tier)
    WHERE tier.level = target.counts_tier AND on.modality = 'fact'
      AND ($as_of IS NULL OR (coalesce(on.since, '') <= $as_of AND coalesce(on.until, '9999') >= $as_of))
  } AS on_list
ORDER BY complex.id
WITH target,
  collect(CASE WHEN on_list AND complex.status = 'operating' THEN complex END) AS reaching,
  collect(CASE WHEN on_list AND NOT coalesce(complex.status, '') IN ['operating', 'closed'] THEN complex END) AS under_way,
  collect(CASE WHEN NOT on_list AND complex.target_level = target.counts_tier THEN complex END) AS aiming
RETURN target, target.value AS wanted, size(reaching) AS reached,
  CASE WHEN size(reaching) >= target.value THEN 0 ELSE target.value - size(reaching) END AS open,
  reaching, under_way, aiming, coalesce(target.deadline, target.deadline_reason) AS deadline,
  target.sources AS sources, target.quotes AS quotes
ORDER BY target.id
LIMIT $limit
