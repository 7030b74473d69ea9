// What was only planned or being built when it was last heard of
// 过时的说法：多年前的拟建与在建
//
// The newest document that speaks of it was published before the date: nobody has said since whether it
// was built. Ask, then load what you learn.
//
// @param before date = null  only what was last heard of before this day
// @param limit  integer = 100
// @returns entity, status, heard, source, quote
MATCH (entity:Entity)
WHERE entity.status IN ['planned', 'building'] AND size(entity.sources) > 0
UNWIND range(0, size(entity.sources) - 1) AS i
WITH entity, entity.sources[i] AS source, entity.quotes[i] AS quote, split(entity.sources[i], '#')[0] AS document
MATCH (stored:Source {id: document})
WITH entity, source, quote, stored.published AS published
ORDER BY published DESC, source, quote
WITH entity, collect(published)[0] AS heard, collect(source)[0] AS source, collect(quote)[0] AS quote
WHERE $before IS NULL OR heard < $before
RETURN entity, entity.status AS status, heard, source, quote
ORDER BY heard, entity.kind, entity.name, entity.id
LIMIT $limit
