// Whom two have in common
// 双方共同的伙伴
//
// What both are directly connected with, as organisations, platforms, complexes, projects or places.
//
// @param one   entity  the first of the two
// @param other entity  the second of the two
// @param limit integer = 50
// @returns partner, with_one, with_other, modalities
MATCH (:Entity {id: $one})-[first]-(partner:Entity)-[second]-(:Entity {id: $other})
WHERE $one <> $other AND coalesce(partner.status, '') <> 'normative'
WITH partner, first, second ORDER BY first.id, second.id
RETURN partner, collect(DISTINCT type(first)) AS with_one, collect(DISTINCT type(second)) AS with_other,
  collect(DISTINCT first.modality) AS modalities
ORDER BY partner.name, partner.id
LIMIT $limit
