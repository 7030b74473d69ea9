// The panel beside the graph: what is known of the selected entity, with its evidence.

const detail = document.getElementById("detail");

function showPanel() {
  detail.replaceChildren(...(state.selected ? entityPanel(entities.get(state.selected)) : overviewPanel()));
  document.getElementById("panel").scrollTop = 0;
}

function entityPanel(entity) {
  const head = element("div", "head");
  head.append(button("back", `← ${say("back")}`, () => select(null)));
  const title = element("h2", "", nameOf(entity));
  const tags = element("p", "tags");
  tags.append(kindTag(entity), statusTag(entity.status));
  const parts = [head, title, tags];
  const other = state.lang === "en" ? entity.name : entity.name_en;
  if (other && other !== nameOf(entity)) parts.push(element("p", "other-name", other));
  if (entity.description) parts.push(element("p", "description", entity.description));
  parts.push(facts(entity));
  parts.push(element("h3", "", say("evidence")), evidenceList(entity.evidence));
  return [...parts, ...relationParts(entity)];
}

function kindTag(entity) {
  const tag = element("span", "tag");
  tag.append(kindPicture(entity.kind, entity.chain), element("span", "", kindOf(entity)));
  return tag;
}

function statusTag(status) {
  const tag = element("span", "tag");
  tag.append(statusPicture(status), element("span", "", word("statuses", status)));
  return tag;
}

function facts(entity) {
  const list = element("dl", "facts");
  const add = (name, value) => {
    const text = asText(value);
    if (text) list.append(element("dt", "", name), element("dd", "", text));
  };
  const basis = entity.basis ? ` — ${say("basis")}${state.lang === "en" ? ": " : "："}${word("bases", entity.basis)}` : "";
  add(say("chain"), chainName(entity.chain) + basis);
  add(say("aliases"), entity.aliases);
  add(say("region"), entity.region);
  add(say("since"), entity.since);
  add(say("until"), entity.until);
  for (const [name, value] of Object.entries(entity.properties)) {
    const shown = name === "stages" ? [value].flat().map((stage) => word("stages", stage)) : value;
    add(word("properties", name), shown);
  }
  add(say("id"), entity.id);
  add(say("datasets"), entity.datasets);
  return list;
}

/** A value of a property as people read it; "" when there is none. */
function asText(value) {
  if (Array.isArray(value)) return value.join(state.lang === "en" ? "; " : "；");
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  return value === null || value === undefined ? "" : String(value);
}

/** The sources of a statement, each with its quote. */
function evidenceList(evidence) {
  const list = element("ul", "evidence");
  for (const { source, quote } of evidence) {
    const { title, place } = sourceOf(source);
    const row = element("li");
    if (quote) row.append(element("q", "", quote));
    const where = element("cite", "", place ? `${title} · ${place}` : title);
    where.title = source;
    row.append(where);
    if (!quote) row.append(element("span", "quiet", ` ${say("no_quote")}`));
    list.append(row);
  }
  if (!evidence.length) list.append(element("li", "quiet", say("no_evidence")));
  return list;
}

/** The relations of an entity, grouped by type and direction. */
function relationParts(entity) {
  const own = relationsOf.get(entity.id);
  const groups = new Map();
  for (const relation of own) {
    const outgoing = relation.from === entity.id;
    const key = `${relation.type}|${outgoing}`;
    if (!groups.has(key)) groups.set(key, { type: relation.type, outgoing, members: [] });
    groups.get(key).members.push(relation);
  }
  const parts = [element("h3", "", say("relations_n", { n: own.length }))];
  for (const { type, outgoing, members } of groups.values()) {
    const label = say(outgoing ? "out" : "in", { relation: word("relations", type) });
    const group = element("section", "group");
    group.append(element("h4", "", `${label} · ${members.length}`));
    for (const relation of members) group.append(relationRow(relation, outgoing ? relation.to : relation.from));
    parts.push(group);
  }
  return parts;
}

/** One relation: the entity at its other end, how it is meant, and its evidence to unfold. */
function relationRow(relation, otherId) {
  const other = entities.get(otherId);
  const row = element("div", "relation");
  const head = element("div", "relation-head");
  const go = button("go", nameOf(other), () => select(otherId, { look: true }));
  head.append(kindPicture(other.kind, other.chain), go);
  const about = element("span", "modality");
  about.append(modalityPicture(relation.modality), element("span", "", word("modalities", relation.modality)));
  head.append(about);
  row.append(head);
  if (relation.role) row.append(element("p", "role", `${say("role")}：${relation.role}`));
  row.append(folded(relation));
  return row;
}

function folded(relation) {
  const count = relation.evidence.length;
  const fold = element("details", "fold");
  const first = relation.evidence.find((each) => each.quote)?.quote;
  const summary = element("summary", "", say(count === 1 ? "evidence_1" : "evidence_n", { n: count }));
  if (first) summary.append(element("span", "quiet", ` “${first}”`));
  fold.append(summary, evidenceList(relation.evidence));
  if (Object.keys(relation.properties).length) fold.append(facts({ ...bare, properties: relation.properties }));
  return fold;
}

/** An entity without anything, for a list of properties alone. */
const bare = { chain: null, basis: null, aliases: [], datasets: [], properties: {} };
