// Relations as lines between cards: their course, their style and their labels.

const MOST_LABELS = 14;

/** What is emphasised now: the cards, the one card in the middle of it, and the links. */
function currentFocus() {
  const hovered = state.selected ? null : places.get(state.hovered)?.entity;
  const entity = hovered || state.selected;
  if (page.view === "path") {
    const cards = new Set([...places.values()].filter((place) => place.cell === state.path).map((place) => place.id));
    const links = new Set(edgeData.filter((edge) => edge.group === state.path).map((edge) => edge.id));
    const card = places.get(state.card)?.entity === state.selected ? state.card : null;
    return { cards: page.paths.length > 1 ? cards : null, card, links };
  }
  if (!entity || !entities.has(entity)) return { cards: null, card: state.card, links: new Set() };
  const chosen = hovered ? state.hovered : state.card;
  if (page.view === "ego" && entity === page.centre) return { cards: null, card: chosen, links: new Set() };
  const own = new Set(cardsOf.get(entity) ?? []);
  const cards = new Set(own);
  const links = new Set();
  for (const edge of edgeData) {
    const [from, to] = [standIn(edge.from), standIn(edge.to)];
    if (!own.has(from) && !own.has(to)) continue;
    links.add(edge.id);
    for (const end of [from, to]) if (end) cards.add(end);
  }
  const card = own.has(chosen) ? chosen : [...own][0];
  // Passing over a card shows its relations; only a selection dims the rest, so that nothing flickers.
  return { cards: hovered ? null : cards, card, links };
}

const LEAVES_RIGHT = 1;
const LEAVES_LEFT = -1;

/** The course of a link between two places as points of one Bézier curve: [start, out, in, end]. */
function course(from, to) {
  const [a, b] = [centreOf(from), centreOf(to)];
  if (page.view === "path") {
    const down = b.y > a.y;
    const [y1, y2] = down ? [from.y + from.height + 3, to.y - 3] : [from.y - 3, to.y + to.height + 3];
    const x = from.x + STRIP / 2;
    return [[x, y1], [x, y1], [x, y2], [x, y2]];
  }
  if (from.style === "banner" || to.style === "banner") return bannerCourse(from, to);
  if (Math.abs(a.x - b.x) < from.width / 2) {
    const x = from.x + from.width;
    const bow = Math.min(14, 6 + Math.abs(a.y - b.y) * 0.04);
    return [[x, a.y], [x + bow, a.y], [x + bow, b.y], [x, b.y]];
  }
  const side = b.x > a.x ? LEAVES_RIGHT : LEAVES_LEFT;
  const [x1, x2] = [a.x + (side * from.width) / 2, b.x - (side * to.width) / 2];
  const bow = side * Math.max(16, Math.abs(x2 - x1) * 0.45);
  return [[x1, a.y], [x1 + bow, a.y], [x2 - bow, b.y], [x2, b.y]];
}

/** Between a complex and a card: along the gutter left of the card, so that no card is crossed. */
function bannerCourse(from, to) {
  const [banner, card] = from.style === "banner" ? [from, to] : [to, from];
  const middle = centreOf(card).y;
  const below = middle > banner.y;
  const edge = below ? banner.y + banner.height : banner.y;
  const gutter = Math.max(card.x - 8, banner.x + 1);
  const points =
    card.style === "banner"
      ? [[60, edge], [52, edge], [52, below ? card.y : card.y + card.height], [60, below ? card.y : card.y + card.height]]
      : [[gutter, edge], [gutter, edge + (middle - edge) * 0.6], [gutter, middle], [card.x, middle]];
  return from === banner ? points : points.reverse();
}

function pointAt(points, t) {
  const u = 1 - t;
  const parts = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [0, 1].map((axis) => parts.reduce((sum, part, index) => sum + part * points[index][axis], 0));
}

function paintLinks(surface, focus, strong) {
  for (const edge of edgeData) {
    const isStrong = focus.links.has(edge.id);
    if (isStrong !== strong || (edge.quiet && !isStrong)) continue;
    if (focus.cards && !isStrong && page.view === "six_chains") continue; // the selected ones alone
    const [from, to] = [places.get(standIn(edge.from)), places.get(standIn(edge.to))];
    if (!from || !to || from === to) continue;
    if (!strong && page.view === "six_chains" && (from.style === "more" || to.style === "more")) continue;
    paintLink(surface, relations.get(edge.relation), course(from, to), strong, Boolean(focus.cards));
  }
}

function paintLink(surface, relation, points, strong, dimmed) {
  const faint = { six_chains: 0.3, ego: 0.75, path: 0.9 }[page.view];
  const opacity = strong ? 1 : dimmed ? faint * 0.3 : faint;
  const colour = strong ? theme("link-strong") : theme("link");
  const [start, out, into, end] = points;
  surface.path([["M", ...start], ["C", ...out, ...into, ...end]], {
    stroke: colour,
    width: strong ? 2 : 1.3,
    dash: LINES[relation.modality],
    opacity,
  });
  const [x, y] = pointAt(points, 0.96);
  const angle = Math.atan2(end[1] - y, end[0] - x);
  const size = strong || page.view !== "six_chains" ? 8 : 5.5;
  const wing = (turn) => [end[0] - size * Math.cos(angle + turn), end[1] - size * Math.sin(angle + turn)];
  surface.path([["M", ...end], ["L", ...wing(0.45)], ["L", ...wing(-0.45)], ["Z"]], { fill: colour, opacity });
}

function paintLabels(surface, focus) {
  if (page.view === "path") return paintSteps(surface, focus);
  if (page.view === "ego" || focus.links.size > MOST_LABELS) return;
  if (!focus.cards) return;
  const taken = [...focus.cards].map((id) => places.get(id)).filter(Boolean);
  const said = new Set();
  for (const edge of edgeData) {
    if (!focus.links.has(edge.id)) continue;
    const [from, to] = [places.get(standIn(edge.from)), places.get(standIn(edge.to))];
    if (!from || !to || from === to) continue;
    const label = word("relations", relations.get(edge.relation).type);
    const key = `${label}|${from.id}|${to.id}`;
    if (said.has(key)) continue; // several relations into one folded cell need one label
    said.add(key);
    const box = freeBox(course(from, to), widthOf(label, fontOf(12, 600)) + 14, taken);
    if (!box) continue;
    taken.push(box);
    surface.box(box.x, box.y, box.width, box.height, 10, { fill: theme("pane"), stroke: theme("link-strong") });
    const at = centreOf(box);
    surface.text(label, at.x, at.y, { size: 12, weight: 600, fill: theme("ink"), align: "middle" });
  }
}

/** A place for a label on a curve that covers no lit card and no other label, or null. */
function freeBox(points, width, taken) {
  const height = 20;
  const order = Array.from({ length: 31 }, (_, step) => 0.5 + (step % 2 ? -1 : 1) * Math.ceil(step / 2) * 0.028);
  for (const t of order) {
    const [x, y] = pointAt(points, t);
    const box = { x: x - width / 2, y: y - height / 2, width, height };
    const free = taken.every(
      (other) =>
        box.x > other.x + other.width + 2 ||
        box.x + width + 2 < other.x ||
        box.y > other.y + other.height + 2 ||
        box.y + height + 2 < other.y,
    );
    if (free) return box;
  }
  return null;
}

/** Beside each arrow of a path: how the relation is meant, and the relation as a sentence. */
function paintSteps(surface, focus) {
  for (const edge of edgeData) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    const relation = relations.get(edge.relation);
    const upper = from.y < to.y ? from : to;
    const lower = upper === from ? to : from;
    const opacity = !focus.cards || focus.links.has(edge.id) ? 1 : 0.55;
    const width = upper.width - 34;
    const room = Math.max(1, Math.floor((lower.y - upper.y - upper.height - 13 - 6) / LINE_HEIGHT) - 1);
    const lines = breakLines(sentenceOf(relation), width, fontOf(NAME_SIZE), room);
    let y = (upper.y + upper.height + lower.y) / 2 - (lines.length * LINE_HEIGHT) / 2;
    const x = upper.x + 30;
    const about = `${word("relations", relation.type)} · ${word("modalities", relation.modality)}`;
    surface.text(about, x, y, { size: 12, weight: 650, fill: theme("accent"), opacity });
    for (const line of lines) {
      y += LINE_HEIGHT;
      surface.text(line, x, y, { size: NAME_SIZE, fill: theme("ink"), opacity });
    }
  }
}
