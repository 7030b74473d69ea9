// The records as files for other programs. Each function gives the text of one file.

function asJson() {
  const { view, title, asked, sources } = page;
  return `${JSON.stringify({ view, title, asked, sources, entities: page.entities, relations: page.relations }, null, 1)}\n`;
}

const ENTITY_FIELDS = {
  name: (entity) => entity.name,
  name_en: (entity) => entity.name_en ?? "",
  kind: (entity) => entity.kind,
  status: (entity) => (entity.status === "unknown" ? "" : entity.status),
  chain: (entity) => entity.chain ?? "",
  chain_basis: (entity) => entity.basis ?? "",
  aliases: (entity) => entity.aliases.join("; "),
  description: (entity) => entity.description ?? "",
  sources: (entity) => entity.evidence.map(({ source }) => source).join("; "),
  quotes: (entity) => entity.evidence.map(({ quote }) => quote).join("; "),
};

const RELATION_FIELDS = {
  type: (relation) => relation.type,
  modality: (relation) => relation.modality,
  role: (relation) => relation.role ?? "",
  sources: (relation) => relation.evidence.map(({ source }) => source).join("; "),
  quotes: (relation) => relation.evidence.map(({ quote }) => quote).join("; "),
};

function asGraphml() {
  const keys = (fields, on) =>
    Object.keys(fields).map((name) => `<key id="${on}_${name}" for="${on}" attr.name="${name}" attr.type="string"/>`);
  const data = (fields, on, record) =>
    Object.entries(fields)
      .map(([name, read]) => `<data key="${on}_${name}">${xml(read(record))}</data>`)
      .join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys(ENTITY_FIELDS, "node"),
    ...keys(RELATION_FIELDS, "edge"),
    '<graph edgedefault="directed">',
    ...page.entities.map((entity) => `<node id="${xml(entity.id)}">${data(ENTITY_FIELDS, "node", entity)}</node>`),
    ...page.relations.map(
      (relation) =>
        `<edge id="${xml(relation.id)}" source="${xml(relation.from)}" target="${xml(relation.to)}">` +
        `${data(RELATION_FIELDS, "edge", relation)}</edge>`,
    ),
    "</graph>",
    "</graphml>",
    "",
  ].join("\n");
}

/** A value for a CSV file. A spreadsheet runs what begins like a formula, so an apostrophe goes first. */
function csvValue(value) {
  const text = String(value);
  const safe = /^[\s]*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The mark at the start tells Excel that the file is UTF-8. */
const csv = (names, rows) => `\ufeff${[names, ...rows].map((row) => row.map(csvValue).join(",")).join("\r\n")}\r\n`;

const entitiesCsv = () =>
  csv(
    ["id", ...Object.keys(ENTITY_FIELDS)],
    page.entities.map((entity) => [entity.id, ...Object.values(ENTITY_FIELDS).map((read) => read(entity))]),
  );

const relationsCsv = () =>
  csv(
    ["from", "from_name", "to", "to_name", ...Object.keys(RELATION_FIELDS)],
    page.relations.map((relation) => [
      relation.from,
      entities.get(relation.from).name,
      relation.to,
      entities.get(relation.to).name,
      ...Object.values(RELATION_FIELDS).map((read) => read(relation)),
    ]),
  );
