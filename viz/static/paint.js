// What the picture is made of, drawn on either surface: lanes, bands, cards.

/** How much of a card stays when another one is selected: enough to read where it is. */
const DIMMED = { six_chains: 0.36, ego: 0.36, path: 0.6 };

const NAME_SIZE = 13;
const LINE_HEIGHT = 17;
const STRIP = 25;
const PADDING = 6;

/**
 * The whole scene. `focus` tells what is emphasised: {cards: Set or null, card, links: Set}.
 * `seen` is the rectangle that is visible, or null to draw everything.
 */
function paintScene(surface, focus, seen = null) {
  const visible = (box) =>
    !seen ||
    (box.x < seen.x + seen.width && box.x + box.width > seen.x && box.y < seen.y + seen.height && box.y + box.height > seen.y);
  paintLanes(surface);
  for (const band of bands) if (visible(band)) paintBand(surface, band);
  paintGaps(surface);
  const shown = [...places.values()].filter(visible);
  const lit = (place) => !focus.cards || focus.cards.has(place.id);
  paintLinks(surface, focus, false);
  if (focus.cards) for (const place of shown) if (!lit(place)) paintCard(surface, place, DIMMED[page.view], false);
  paintLinks(surface, focus, true);
  for (const place of shown) if (lit(place)) paintCard(surface, place, 1, place.id === focus.card);
  paintLabels(surface, focus);
}

function paintLanes(surface) {
  for (const lane of scene().lanes) {
    const box = [lane.x + 3, 0, lane.width - 6, sceneHeight - 8, 10];
    surface.box(...box, { fill: theme("lane") });
    surface.box(...box, { fill: chainColour(lane.chain), opacity: state.theme === "dark" ? 0.1 : 0.06 });
  }
}

/** The heads of the lanes, at y. On the screen they stay at the top while the lanes move. */
function paintHeads(surface, y, scale, toX) {
  for (const lane of scene().lanes) {
    const x = toX(lane.x + 3);
    const width = (lane.width - 6) * scale;
    surface.box(x, y, width, 30, 8, { fill: chainColour(lane.chain) });
    const full = `${chainName(lane.chain)}  ${lane.count}`;
    const fits = (text, size) => widthOf(text, fontOf(size, 650)) < width - 6;
    const title = fits(full, 12) ? full : fits(chainName(lane.chain), 12) ? chainName(lane.chain) : "";
    const size = fits(title, 14) ? 14 : 12;
    surface.text(title, x + width / 2, y + 15, { size, weight: 650, fill: theme("on-chain"), align: "middle" });
  }
}

function paintBand(surface, band) {
  const { x, y, width, height, title } = band;
  if (title.relation) {
    // A group of the ego view: its head says the relation, the direction and the number.
    const label = say(`group_${title.direction}`, { relation: word("relations", title.relation) });
    surface.text(label, x + 2, y + 12, { size: 13, weight: 650, fill: theme("ink") });
    surface.text(String(band.count), x + width - 2, y + 12, { size: 13, fill: theme("soft-ink"), align: "end" });
  } else if (title.path) {
    const chosen = state.path === band.id;
    surface.box(x, y, width, height, 12, {
      fill: theme("lane"),
      stroke: theme(chosen ? "accent" : "line"),
      width: chosen ? 2.5 : 1,
    });
    const name = say("path", { n: title.path });
    surface.text(name, x + 14, y + 20, { size: 14, weight: 650, fill: theme(chosen ? "accent" : "ink") });
    const about = `${steps(band.count)} · ${say("score", { score: title.score })}`;
    surface.text(about, x + width - 14, y + 20, { size: 12.5, fill: theme("soft-ink"), align: "end" });
  } else if (title.zh) {
    const box = [x + 4, y, width - 8, 34, 8];
    surface.box(...box, { fill: theme("band"), stroke: theme("line") });
    surface.text(title[state.lang], x + 16, y + 17, { size: 14.5, weight: 650, fill: theme("ink") });
    surface.text(String(band.count), x + width - 18, y + 17, { size: 13, fill: theme("soft-ink"), align: "end" });
  }
}

const steps = (count) => say(count === 1 ? "steps_1" : "steps", { n: count });

/** The empty slots: cells of a complex in which nothing stands. */
function paintGaps(surface) {
  const now = new Map(bands.map((band) => [band.id, band.y]));
  const before = new Map(scene().bands.map((band) => [band.id, band.y]));
  for (const cell of gapCells()) {
    const y = cell.y + now.get(cell.band) - before.get(cell.band);
    const look = { stroke: theme("soft-ink"), width: 1.2, dash: [3, 4] };
    surface.box(cell.x, y, cell.width, 38, 8, look);
    surface.text(`∅ ${say("gap")}`, cell.x + cell.width / 2, y + 19, {
      size: 12.5,
      fill: theme("soft-ink"),
      align: "middle",
    });
  }
}

/** A class of complexes, such as "others that may follow", lacks nothing: it is no thing yet. */
const gapCells = () =>
  scene().cells.filter(
    (cell) => cell.chain && !cell.cards.length && entities.has(cell.band) && entities.get(cell.band).status !== "normative",
  );

function paintCard(surface, place, opacity, chosen) {
  if (place.style === "more") return paintMore(surface, place, opacity, chosen);
  const entity = entities.get(place.entity);
  if (place.style === "banner") return paintBanner(surface, place, entity, opacity, chosen);
  const { x, y, width, height } = place;
  const colour = chainColour(entity.chain);
  const centre = place.style === "centre";
  if (chosen || centre) ring(surface, place, centre && !chosen ? colour : theme("accent"));
  const isClass = entity.status === "normative"; // a class or a rule lies flat, a thing stands out
  surface.box(x, y, width, height, 7, { fill: theme(isClass ? "class" : "card"), opacity });
  // The strip has round corners on the left only.
  surface.path(
    [
      ["M", x + STRIP, y],
      ["L", x + 7, y],
      ["C", x + 3, y, x, y + 3, x, y + 7],
      ["L", x, y + height - 7],
      ["C", x, y + height - 3, x + 3, y + height, x + 7, y + height],
      ["L", x + STRIP, y + height],
      ["Z"],
    ],
    { fill: colour, opacity },
  );
  const on = theme("on-chain");
  const middle = y + height / 2;
  surface.text(page.words.kinds[entity.kind].glyph, x + STRIP / 2, middle - 8, {
    size: 13.5,
    weight: 600,
    fill: on,
    align: "middle",
    opacity,
  });
  statusMark(surface, entity.status, x + STRIP / 2, middle + 10, on, opacity);
  const firm = entity.status === "operating" || entity.status === "unknown";
  surface.box(x, y, width, height, 7, {
    stroke: firm ? theme("card-line") : isClass ? theme("soft-ink") : colour,
    width: firm || isClass ? 1 : 1.5,
    dash: FRAMES[entity.status],
    opacity,
  });
  const weight = centre ? 650 : 450;
  const lines = nameLines(entity, width - STRIP - 2 * PADDING, place.lines, weight);
  const rows = lines.length + (centre ? 1.2 : 0);
  let line = middle - ((rows - 1) * LINE_HEIGHT) / 2;
  for (const text of lines) {
    surface.text(text, x + STRIP + PADDING, line, { size: NAME_SIZE, weight, fill: theme("ink"), opacity });
    line += LINE_HEIGHT;
  }
  if (centre) {
    const room = width - STRIP - 2 * PADDING;
    const full = `${kindOf(entity)} · ${word("statuses", entity.status).split(":")[0]}`;
    const about = widthOf(full, fontOf(12.5)) <= room ? full : kindOf(entity);
    surface.text(breakLines(about, room, fontOf(12.5), 1)[0], x + STRIP + PADDING, line + 3, { size: 12.5, fill: theme("soft-ink") });
  }
}

const nameLines = (entity, width, most, weight) => breakLines(nameOf(entity), width, fontOf(NAME_SIZE, weight), most);

/** A second outline around a card, so that the chosen one differs by form and not by colour alone. */
function ring(surface, { x, y, width, height }, colour) {
  surface.box(x - 3.5, y - 3.5, width + 7, height + 7, 10, { stroke: colour, width: 2.5 });
}

/** A complex: the head of its band, across all six lanes. */
function paintBanner(surface, place, entity, opacity, chosen) {
  const { x, y, width, height } = place;
  if (chosen) ring(surface, place, theme("accent"));
  const on = theme("on-banner");
  surface.box(x, y, width, height, 8, { fill: theme("banner"), opacity: Math.max(opacity, 0.6) });
  surface.text(page.words.kinds[entity.kind].glyph, x + 18, y + 17, {
    size: 15,
    weight: 650,
    fill: on,
    align: "middle",
  });
  statusMark(surface, entity.status, x + 38, y + 17, on);
  const count = bands.find((band) => band.id === entity.id)?.count ?? 0;
  const about = `${word("statuses", entity.status).split(":")[0]} · ${count}`;
  const room = width - 90 - widthOf(about, fontOf(13));
  const name = breakLines(nameOf(entity), room, fontOf(14.5, 650), 1)[0];
  surface.text(name, x + 52, y + 17, { size: 14.5, weight: 650, fill: on });
  surface.text(about, x + width - 14, y + 17, { size: 13, fill: on, align: "end" });
}

function paintMore(surface, place, opacity, chosen) {
  const cell = cellOfCard.get(place.id);
  const open = state.opened.has(cell.id);
  const label = open ? say("less") : say("more", { n: cell.cards.length - cell.shown });
  if (chosen) ring(surface, place, theme("accent"));
  surface.box(place.x, place.y, place.width, place.height, 7, { fill: theme("button"), stroke: theme("line"), opacity });
  surface.text(`${open ? "▴" : "▾"} ${label}`, place.x + place.width / 2, place.y + place.height / 2, {
    size: 12.5,
    weight: 600,
    fill: theme("accent"),
    align: "middle",
    opacity,
  });
}
