// The panel when nothing is selected: what the view shows and what it leaves out, paths, gaps, legend,
// the query behind it.

function overviewPanel() {
  const parts = [element("h2", "", say("overview")), shownNote()];
  if (page.paths) parts.push(...pathParts());
  if (page.view === "six_chains") parts.push(...chainParts(), ...gapParts());
  return [...parts, ...legendParts(), ...queryParts(), ...keyParts()];
}

/** How many of how many are drawn; nothing is left out without being counted here. */
function shownNote() {
  const total = entities.size;
  const shown = cardsOf.size;
  const everywhere = new Set(scene().cards.map((card) => card.entity).filter((id) => id !== null));
  const drawn = new Set(
    edgeData.filter((edge) => places.has(edge.from) && places.has(edge.to)).map((edge) => edge.relation),
  );
  let text = say("shown", { shown, total, relations: drawn.size });
  if (everywhere.size > shown) text += say("shown_more", { hidden: everywhere.size - shown });
  if (total > everywhere.size && page.view === "six_chains") text += say("shown_none", { n: total - everywhere.size });
  text += say("shown_table");
  if (page.view === "six_chains") text += (state.lang === "en" ? " " : "") + say("shown_quiet");
  return element("p", "note shown", text.trim());
}

function pathParts() {
  const list = element("div", "paths");
  for (const [index, path] of page.paths.entries()) {
    const label = `${say("path", { n: index + 1 })} · ${steps(path.relations.length)} · ${say("score", { score: path.score })}`;
    const choose = button("path", label, () => {
      choosePath(path.id);
      bringIn(`${path.id}/0`);
    });
    choose.setAttribute("aria-pressed", String(path.id === state.path));
    list.append(choose);
  }
  const path = page.paths.find((each) => each.id === state.path);
  const told = element("ol", "steps");
  for (const id of path.relations) {
    const relation = relations.get(id);
    const step = element("li");
    step.append(element("p", "sentence", sentenceOf(relation)));
    const about = element("p", "modality");
    about.append(modalityPicture(relation.modality));
    about.append(element("span", "", `${word("relations", relation.type)} · ${word("modalities", relation.modality)}`));
    step.append(about, evidenceList(relation.evidence));
    told.append(step);
  }
  return [element("h3", "", say("paths")), list, element("h3", "", say("path_told")), told];
}

function chainParts() {
  const most = Math.max(1, ...scene().lanes.map((lane) => lane.count));
  const list = element("div", "bars");
  for (const lane of scene().lanes) {
    const bar = element("span", "bar");
    bar.style.width = `${(100 * lane.count) / most}%`;
    bar.style.background = chainColour(lane.chain);
    const room = element("span", "room");
    room.append(bar);
    list.append(element("span", "", chainName(lane.chain)), room, element("span", "number", lane.count));
  }
  return [element("h3", "", say("chains")), list, element("p", "note", say("chain_note"))];
}

function gapParts() {
  const gaps = gapCells();
  if (!gaps.length) return [];
  const list = element("ul", "gaps");
  for (const cell of gaps) {
    const row = nameOf(entities.get(cell.band));
    list.append(element("li", "", say("gap_row", { row, chain: chainName(cell.chain) })));
  }
  return [element("h3", "", `${say("gaps")} · ${gaps.length}`), list, element("p", "note", say("gap_note"))];
}

function legendParts() {
  const counts = new Map();
  for (const entity of entities.values()) {
    const key = `${entity.kind}|${entity.chain ?? ""}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const order = Object.keys(page.words.kinds);
  const rows = [...counts].sort(([a], [b]) => order.indexOf(a.split("|")[0]) - order.indexOf(b.split("|")[0]));
  const list = element("ul", "legend kinds");
  for (const [key, count] of rows) {
    const [kind, chain] = key.split("|");
    const row = element("li");
    const name = word("kinds", kind) + (chain && chain !== page.words.kinds[kind].chain ? ` · ${chainName(chain)}` : "");
    row.append(kindPicture(kind, chain), element("span", "", name), element("span", "number", count));
    list.append(row);
  }
  return [element("h3", "", say("legend_kinds")), list];
}

/** The strip under the graph: signs of status and lines of modality, always in sight. */
function showKey() {
  const key = document.getElementById("key");
  const statuses = element("span", "key-group");
  statuses.append(element("b", "", say("legend_status")));
  const used = new Set(page.entities.map((entity) => entity.status));
  for (const status of Object.keys(page.words.statuses)) {
    if (used.has(status)) statuses.append(keyItem(statusPicture(status), word("statuses", status).split(":")[0]));
  }
  const modalities = element("span", "key-group");
  modalities.append(element("b", "", say("key_modality")));
  const meant = new Set(page.relations.map((relation) => relation.modality));
  for (const modality of Object.keys(page.words.modalities)) {
    if (meant.has(modality)) modalities.append(keyItem(modalityPicture(modality), word("modalities", modality)));
  }
  key.replaceChildren(statuses, modalities);
}

function keyItem(picture, text) {
  const item = element("span", "key-item");
  item.append(picture, element("span", "", text));
  return item;
}

function queryParts() {
  const parts = [element("h3", "", say("query"))];
  if (!page.asked) return [...parts, element("p", "note", say("no_query"))];
  const { title, statement, parameters } = page.asked;
  if (title) parts.push(element("p", "", title));
  const code = element("pre", "query", statement);
  code.tabIndex = 0;
  const given = Object.entries(parameters);
  const copy = button("copy", say("copy"), () => copyText(statement, copy));
  parts.push(code);
  if (given.length) {
    parts.push(element("pre", "query", given.map(([name, value]) => `$${name} = ${JSON.stringify(value)}`).join("\n")));
  }
  return [...parts, copy];
}

/** Copy a text. A page from a file may lack the clipboard interface, so there is the older way too. */
async function copyText(text, from) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  from.textContent = say("copied");
  announce(say("copied"));
  setTimeout(() => (from.textContent = say("copy")), 2000);
}

const keyParts = () => [element("h3", "", say("keys")), element("p", "note", say("keys_note"))];
