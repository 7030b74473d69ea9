// Instruments, units and lines for a rung of the pilot ladder
// 某一中试阶段可用的仪器、装置和生产线
//
// Named equipment, and offers of instruments, pilot lines and demonstration that no single piece is named for.
//
// @param stage      string = null             research, pilot, demonstration or production; all of them without it
// @param complex    entity:Complex = null     only what this complex has or builds
// @param limit      integer = 50
// @returns equipment, stages, status, holders, sources, quotes
CALL () {
  MATCH (equipment:Equipment)
  RETURN equipment
  UNION
  MATCH (equipment:Offer)-[:OF_SERVICE]->(:Service)-[:PART_OF]->(:Service {id: 'service:pilot'})
  RETURN equipment
}
WITH equipment, coalesce(equipment.stages, []) AS stages
WHERE $stage IS NULL OR $stage IN stages
OPTIONAL MATCH (equipment)<-[:OPERATES|OFFERS]-(holder:Entity)
WITH equipment, stages, collect(DISTINCT holder) AS held
OPTIONAL MATCH (equipment)-[:PART_OF]->(whole:Entity)
WITH equipment, stages, held, collect(DISTINCT whole) AS wholes
WITH equipment, stages, held + wholes AS holders
WHERE $complex IS NULL
  OR EXISTS { (equipment)-[:PART_OF*0..2]->(:Entity)<-[:BUILDS]-(:Complex {id: $complex}) }
  OR EXISTS { (equipment)<-[:OFFERS]-(:Entity)-[:PART_OF*0..2]->(:Entity)<-[:BUILDS]-(:Complex {id: $complex}) }
  OR EXISTS { (equipment)<-[:OFFERS]-(:Complex {id: $complex}) }
UNWIND (CASE WHEN size(holders) = 0 THEN [null] ELSE holders END) AS holder
WITH equipment, stages, holder ORDER BY holder.id
RETURN equipment, stages, equipment.status AS status, collect(DISTINCT holder) AS holders,
  equipment.sources AS sources, equipment.quotes AS quotes
ORDER BY
  CASE coalesce(status, 'unknown')
    WHEN 'operating' THEN 0 WHEN 'building' THEN 1 WHEN 'unknown' THEN 2 WHEN 'planned' THEN 3 ELSE 4
  END,
  equipment.kind, equipment.name, equipment.id
LIMIT $limit
