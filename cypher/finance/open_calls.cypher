// Calls for proposals that are still open
// 尚可申报的项目与资金
//
// Those whose deadline is on the day or later, the nearest first. A call without a deadline is not shown.
//
// @param after date           the day
// @param words string = null  only calls whose title or scheme has these words
// @param limit integer = 100
// @returns call, scheme, published, deadline, sources, quotes
MATCH (call:Fund)
WHERE coalesce(call.opportunity, false) AND call.until >= $after
  AND ($words IS NULL OR call.name CONTAINS $words OR coalesce(call.programme, '') CONTAINS $words)
RETURN call, call.programme AS scheme, call.since AS published, call.until AS deadline,
  call.sources AS sources, call.quotes AS quotes
ORDER BY deadline, call.name, call.id
LIMIT $limit
