// The four kinds of money of a complex
// 四位一体：政府扶持、风险投资、银行贷款、本土企业参股
//
// One row for each kind, also where the plan says nothing. `present` is true only by a fact; `status` is
// present, planned, conditional (no more than a rule under which it may get some) or missing. `instruments`
// are funds, products and investors of that kind that a source connects with the complex, if only by a rule.
//
// @param complex entity:Complex = null  the complex; all of them without it
// @param limit   integer = 50
// @returns complex, source_kind, present, status, instruments, modality, sources, quotes
MATCH (complex:Complex)
WHERE complex.id = $complex OR ($complex IS NULL AND coalesce(complex.status, '') <> 'normative')
MATCH (source:Fund {is_source_class: true})
OPTIONAL MATCH (source)-[funds:FUNDS]->(complex)
OPTIONAL MATCH (instrument:Entity)-[:FUNDS|INVESTS_IN]->(complex)
WHERE instrument <> source AND coalesce(instrument.is_source_class, false) = false AND (
  (source.name = '政府扶持' AND (instrument:Fund OR instrument:Subsidy OR instrument:GovernmentBody))
  OR (source.name = '银行贷款' AND (instrument:FinanceProduct OR instrument:FinanceProvider))
  OR (source.name = '本土企业参股' AND instrument:Enterprise)
)
WITH complex, source, funds, instrument ORDER BY instrument.id
WITH complex, source, funds, collect(DISTINCT instrument) AS instruments
RETURN complex, source AS source_kind, coalesce(funds.modality, '') = 'fact' AS present,
  CASE
    WHEN funds.modality = 'fact' THEN 'present' WHEN funds IS NOT NULL THEN 'planned'
    WHEN size(instruments) > 0 THEN 'conditional' ELSE 'missing'
  END AS status,
  instruments, funds.modality AS modality,
  coalesce(funds.sources, []) AS sources, coalesce(funds.quotes, []) AS quotes
ORDER BY complex.name, complex.id, source.id
LIMIT $limit
