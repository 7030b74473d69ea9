// The data of the page, indexed, and the words in the language that is on.

const page = JSON.parse(document.getElementById("page-data").textContent);
const edgeData = JSON.parse(document.getElementById("edges-data").textContent);
const nodeData = JSON.parse(document.getElementById("nodes-data").textContent);

const entities = new Map(page.entities.map((entity) => [entity.id, entity]));
const relations = new Map(page.relations.map((relation) => [relation.id, relation]));

/** The relations of each entity, in the order of the data. */
const relationsOf = new Map(page.entities.map((entity) => [entity.id, []]));
for (const relation of page.relations) {
  relationsOf.get(relation.from).push(relation);
  if (relation.to !== relation.from) relationsOf.get(relation.to).push(relation);
}

/** What the reader has chosen. One entity, one path or nothing is selected. */
const state = {
  lang: page.lang,
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  shows: "graph",
  selected: null, // the id of an entity
  card: null, // the card on which it was selected
  hovered: null, // the id of a card
  path: page.paths ? page.paths[0].id : null,
  opened: new Set(), // ids of cells
};

const scene = () => page.scenes[state.lang];

/** A text of the page, with `{name}` filled in. */
function say(key, values = {}) {
  const text = page.texts[state.lang][key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const word = (table, key) => (page.words[table][key] ?? { zh: key, en: key })[state.lang];
const nameOf = (entity) => (state.lang === "en" && entity.name_en) || entity.name;
const kindOf = (entity) => word("kinds", entity.kind);
const chainName = (chain) => (chain ? word("chains", chain) : say("no_chain"));

/** The colour of a chain on the background that is on. */
function chainColour(chain, theme = state.theme) {
  return (page.words.chains[chain] ?? page.words.no_chain)[theme];
}

/** A relation as a sentence. Names may hold anything, so they are never searched for braces. */
function sentenceOf(relation) {
  const names = { a: nameOf(entities.get(relation.from)), b: nameOf(entities.get(relation.to)) };
  const pattern = page.words.relations[relation.type].sentence[state.lang];
  const told = pattern.replace(/\{([ab])\}/g, (whole, end) => names[end]);
  return relation.role ? `${told}${state.lang === "en" ? ` (${relation.role})` : `（${relation.role}）`}` : told;
}

/** The title of the source that a reference such as `plan-2020#L55` points into, and the place there. */
function sourceOf(reference) {
  const [id, place = ""] = reference.split(/#(.*)/s);
  return { title: page.sources[id]?.title ?? id, place };
}
