// The same content as tables: the accessible alternative, and the whole view on a narrow screen.

const tables = document.getElementById("tables");

/** The columns of a table: [name, text of a row, whether it leads to an entity]. */
const entityColumns = () => [
  [say("name"), (entity) => nameOf(entity), (entity) => entity.id],
  [say("kind"), kindOf],
  [say("status"), (entity) => word("statuses", entity.status).split(":")[0]],
  ...(page.rows ? [[say("row"), rowOf]] : []),
  [say("chain"), (entity) => (entity.chain ? `${chainName(entity.chain)} (${word("bases", entity.basis)})` : say("no_chain"))],
  [say("degree"), (entity) => String(relationsOf.get(entity.id).length)],
  [say("sources"), (entity) => entity.evidence.map(({ source }) => placeOf(source)).join(" · ")],
];

const relationColumns = () => [
  [say("from"), (relation) => nameOf(entities.get(relation.from)), (relation) => relation.from],
  [say("relation"), (relation) => word("relations", relation.type)],
  [say("to"), (relation) => nameOf(entities.get(relation.to)), (relation) => relation.to],
  [say("modality"), (relation) => word("modalities", relation.modality)],
  [say("role"), (relation) => relation.role ?? ""],
  [say("sources"), (relation) => relation.evidence.map(({ source }) => placeOf(source)).join(" · ")],
];

/** The band of an entity in the six-lane view; a complex is the head of its own. */
function rowOf(entity) {
  const complex = entities.get(entity.kind === "Complex" ? entity.id : page.rows[entity.id]);
  return complex ? nameOf(complex) : say("shared");
}

/** The entities in the order of the graph, then those that have no card. */
function inOrder() {
  const drawn = scene().cards.flatMap((card) => (card.entity === null ? [] : [entities.get(card.entity)]));
  return [...new Set([...drawn, ...page.entities])];
}

function placeOf(reference) {
  const { title, place } = sourceOf(reference);
  return place || title;
}

function showTables() {
  const filter = element("input", "filter");
  filter.type = "search";
  filter.placeholder = say("filter");
  filter.setAttribute("aria-label", say("filter"));
  const built = [
    tableOf("entities", say("entities_n", { n: entities.size }), entityColumns(), inOrder()),
    tableOf("relations", say("relations_n", { n: relations.size }), relationColumns(), page.relations),
  ];
  filter.addEventListener("input", () => {
    for (const { rows, count } of built) {
      const wanted = filter.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
      }
      count.textContent = wanted ? say("rows", { shown, total: rows.length }) : "";
    }
  });
  tables.replaceChildren(filter, ...built.flatMap(({ parts }) => parts));
}

function tableOf(name, title, columns, records) {
  const heading = element("h2", "", title);
  const count = element("span", "count");
  heading.append(count);
  const table = element("table", name);
  table.setAttribute("aria-label", title);
  const head = element("tr");
  for (const [label] of columns) {
    const cell = element("th", "", label);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  const rows = records.map((record) => {
    const row = element("tr");
    for (const [label, text, leadsTo] of columns) {
      const cell = element("td", "", leadsTo ? null : text(record));
      cell.dataset.label = label;
      if (leadsTo) cell.append(button("go", text(record), () => openRow(leadsTo(record))));
      row.append(cell);
    }
    return row;
  });
  body.append(...rows);
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  return { parts: [heading, table], rows, count };
}

/** A name in a table was chosen: show its details; on a narrow screen they may be above, so go there. */
function openRow(entityId) {
  select(entityId, { look: true });
  if (narrow.matches) document.getElementById("panel").scrollIntoView();
}
