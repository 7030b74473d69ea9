// The frame: title, buttons, theme, language, and the start.

const byId = (id) => document.getElementById(id);

function showFrame() {
  document.body.dataset.view = page.view;
  document.documentElement.lang = state.lang === "en" ? "en" : "zh-CN";
  document.title = page.title[state.lang];
  byId("title").textContent = page.title[state.lang];
  byId("title").title = page.title[state.lang];
  byId("subtitle").textContent = page.subtitle[state.lang];
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text);
  const labels = { query: "search", graph: "graph_label", panel: "panel_label", tables: "table", shows: "shows" };
  for (const [id, key] of Object.entries(labels)) byId(id).setAttribute("aria-label", say(key));
  query.placeholder = say("search");
  document.querySelector(".tools").setAttribute("aria-label", say("tools"));
  document.querySelector(".zoom").setAttribute("aria-label", say("zoom"));
  for (const id of ["closer", "farther"]) {
    byId(id).setAttribute("aria-label", say(id));
    byId(id).title = say(id);
  }
  byId("fit").title = `${say("fit")} (0)`;
  byId("language").textContent = say("other_language");
  byId("language").title = say("switch_language");
  byId("formats").replaceChildren(
    ...Object.keys(EXPORTS).map((format) => {
      const item = button("", say(format), () => {
        closeMenus();
        save(format);
      });
      item.setAttribute("role", "menuitem");
      item.dataset.format = format;
      return item;
    }),
  );
  showTheme();
  showOpenAll();
  showKey();
}

function showTheme() {
  document.documentElement.dataset.theme = state.theme;
  themeColours.clear();
  const label = say(state.theme === "dark" ? "light" : "dark");
  byId("theme").textContent = state.theme === "dark" ? "☀" : "☾";
  byId("theme").title = label;
  byId("theme").setAttribute("aria-label", label);
}

function foldable() {
  return scene().cells.filter((cell) => cell.more);
}

function showOpenAll() {
  const all = foldable();
  const everyOpen = all.length > 0 && all.every((cell) => state.opened.has(cell.id));
  byId("open-all").hidden = !all.length;
  byId("open-all").textContent = say(everyOpen ? "close_all" : "open_all");
}

function show(what) {
  state.shows = what;
  document.body.dataset.shows = what;
  for (const each of byId("shows").children) each.setAttribute("aria-pressed", String(each.dataset.shows === what));
  if (what !== "graph" || narrow.matches) fillTables();
  if (what !== "table") requestAnimationFrame(fitWidth);
}

/** The tables are built when they are first looked at, and anew in another language. */
function fillTables() {
  if (tables.dataset.lang === state.lang) return;
  showTables();
  tables.dataset.lang = state.lang;
}

function closeMenus() {
  byId("formats").hidden = true;
  byId("export").setAttribute("aria-expanded", "false");
  closeHits();
}

byId("export").addEventListener("click", (event) => {
  event.stopPropagation();
  byId("formats").hidden = !byId("formats").hidden;
  byId("export").setAttribute("aria-expanded", String(!byId("formats").hidden));
  byId("formats").firstElementChild.focus();
});
byId("formats").addEventListener("keydown", (event) => {
  const items = [...byId("formats").children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});
addEventListener("click", (event) => {
  if (!event.target.closest?.(".menu")) closeMenus();
});
byId("shows").addEventListener("click", (event) => {
  if (event.target.dataset.shows) show(event.target.dataset.shows);
});
byId("language").addEventListener("click", () => {
  state.lang = state.lang === "en" ? "zh" : "en";
  rearrange();
  showFrame();
  showPanel();
  if (tables.dataset.lang) fillTables();
  fitWidth();
  if (state.card) bringIn(state.card);
});
byId("theme").addEventListener("click", () => {
  state.theme = state.theme === "dark" ? "light" : "dark";
  showTheme();
  showKey();
  showPanel();
  network.redraw();
});
byId("open-all").addEventListener("click", () => {
  const all = foldable();
  const everyOpen = all.every((cell) => state.opened.has(cell.id));
  for (const cell of all) state.opened[everyOpen ? "delete" : "add"](cell.id);
  rearrange();
  if (state.card && !places.has(state.card)) select(null);
  stayNear();
  showOpenAll();
  showPanel();
});
byId("closer").addEventListener("click", () => zoom(1.25));
byId("farther").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", fitWidth);
byId("whole").addEventListener("click", fitWhole);

const narrow = matchMedia("(max-width: 700px)");
narrow.addEventListener("change", () => show(state.shows));
new ResizeObserver(() => {
  if (box.clientWidth) requestAnimationFrame(fitWidth);
}).observe(box);

showFrame();
if (page.focus) {
  state.selected = page.focus;
  state.card = cardsOf.get(page.focus)?.[0] ?? null;
}
showPanel();
show(state.shows);
document.fonts?.ready.then(() => {
  brokenTexts.clear(); // measured before the font was there
  network.redraw();
});
