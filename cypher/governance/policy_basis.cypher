// On which document and clause something rests
// 政策依据：哪份文件、哪一条
//
// `clause` is the place in the source, `basis` the documents that the policy itself names as its basis.
//
// @param subject entity = null  a target, tier, rule, subsidy, condition, fund or programme; all without it
// @param limit   integer = 100
// @returns subject, policy, clauses, quotes, basis, issuers
MATCH (policy:Policy)-[sets:SETS]->(subject:Entity)
WHERE $subject IS NULL OR subject.id = $subject OR policy.id = $subject
OPTIONAL MATCH (policy)-[:BASED_ON]->(document:Policy)
WITH policy, sets, subject, document ORDER BY document.id
WITH policy, sets, subject, collect(document) AS basis
OPTIONAL MATCH (issuer:GovernmentBody)-[:ISSUED]->(policy)
WITH policy, sets, subject, basis, issuer ORDER BY issuer.id
WITH policy, sets, subject, basis, collect(DISTINCT issuer) AS issuers
RETURN subject, policy, sets.sources AS clauses, sets.quotes AS quotes, basis, issuers
ORDER BY subject.kind, subject.id, policy.id
LIMIT $limit
