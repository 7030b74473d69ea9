// Search by name or alias, in both languages; the best twelve are offered.

const query = document.getElementById("query");
const hits = document.getElementById("hits");
const MOST_HITS = 12;
let current = -1;

/** Letters that look alike are one: full-width forms, case, accents. */
const plain = (text) => text.normalize("NFKC").toLowerCase();

const searchable = page.entities.map((entity) => ({
  entity,
  names: [entity.name, entity.name_en, ...entity.aliases].filter(Boolean).map((name) => [plain(name), name]),
}));

/** Entities whose name holds the text: those that begin with it first, then the shorter names. */
function find(text) {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  const found = [];
  for (const { entity, names } of searchable) {
    const match = names.find(([name]) => name.includes(wanted));
    if (match) found.push({ entity, via: match[1], rank: [match[0].startsWith(wanted) ? 0 : 1, match[0].length] });
  }
  found.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1]);
  return found;
}

function showHits() {
  const found = find(query.value);
  current = found.length ? 0 : -1;
  hits.replaceChildren(
    ...found.slice(0, MOST_HITS).map(({ entity, via }, index) => {
      const row = element("li");
      row.id = `hit-${index}`;
      row.setAttribute("role", "option");
      row.dataset.entity = entity.id;
      row.append(kindPicture(entity.kind, entity.chain), element("span", "hit-name", nameOf(entity)));
      const about = via === nameOf(entity) ? kindOf(entity) : via;
      row.append(element("small", "", about));
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(entity.id);
      });
      return row;
    }),
  );
  if (found.length > MOST_HITS) hits.append(note(say("rows", { shown: MOST_HITS, total: found.length })));
  if (!found.length && query.value.trim()) hits.append(note(say("no_hits", { text: query.value.trim() })));
  hits.hidden = !query.value.trim();
  query.setAttribute("aria-expanded", String(!hits.hidden));
  mark();
}

function note(text) {
  const row = element("li", "note", text);
  row.setAttribute("role", "option");
  row.setAttribute("aria-disabled", "true");
  row.setAttribute("aria-selected", "false");
  return row;
}

function mark() {
  const rows = hits.querySelectorAll("[data-entity]");
  for (const [index, row] of rows.entries()) {
    row.setAttribute("aria-selected", String(index === current));
    if (index === current) row.scrollIntoView({ block: "nearest" });
  }
  if (current >= 0) query.setAttribute("aria-activedescendant", `hit-${current}`);
  else query.removeAttribute("aria-activedescendant");
}

function choose(entityId) {
  closeHits();
  query.value = "";
  select(entityId, { look: true });
  box.focus({ preventScroll: true });
}

function closeHits() {
  hits.hidden = true;
  query.setAttribute("aria-expanded", "false");
}

query.addEventListener("input", showHits);
query.addEventListener("focus", showHits);
query.addEventListener("blur", closeHits);
query.addEventListener("keydown", (event) => {
  const rows = hits.querySelectorAll("[data-entity]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && rows.length) {
    event.preventDefault();
    current = (current + step + rows.length) % rows.length;
    mark();
  } else if (event.key === "Enter" && rows[current]) {
    event.preventDefault();
    choose(rows[current].dataset.entity);
  }
});
