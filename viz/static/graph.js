// The graph on the screen: vis-network holds the cards, moves the camera and finds what was hit;
// every stroke comes from paint.js.

const box = document.getElementById("graph");
const SMALLEST_READABLE = 12 / NAME_SIZE; // below this scale names are under 12 pixels
const LARGEST_FIT = 1.35;
const HEADS = 38; // the height of the lane heads, which stay at the top of the stage

arrange();
const visNodes = new vis.DataSet(visibleNodes());
const network = new vis.Network(box, { nodes: visNodes, edges: new vis.DataSet([]) }, JSON.parse(page.options));

/** vis-network asks each node for its size; what it looks like is drawn with the scene. */
function cardShape({ id }) {
  const { width, height } = places.get(id) ?? { width: 1, height: 1 };
  return { nodeDimensions: { width, height }, drawNode() {} };
}

/** The nodes that stand somewhere now; vis-network need not know of those in closed cells. */
function visibleNodes() {
  return nodeData
    .filter(({ id }) => places.has(id))
    .map(({ id, shape }) => ({ id, shape, ctxRenderer: cardShape, ...centreOf(places.get(id)) }));
}

/** Work out the places again after a cell was opened or the language changed. */
function rearrange() {
  arrange();
  visNodes.clear();
  visNodes.add(visibleNodes());
  network.redraw();
}

network.on("beforeDrawing", (context) => {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = theme("ground");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  const start = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight });
  paintScene(new CanvasSurface(context), currentFocus(), {
    x: start.x,
    y: start.y,
    width: end.x - start.x,
    height: end.y - start.y,
  });
});

network.on("afterDrawing", (context) => {
  if (!scene().lanes.length) return;
  const ratio = context.canvas.width / box.clientWidth;
  const surface = new CanvasSurface(context);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  surface.box(0, 0, box.clientWidth, HEADS, 0, { fill: theme("ground"), opacity: 0.95 });
  paintHeads(surface, 4, network.getScale(), (x) => network.canvasToDOM({ x, y: 0 }).x);
  context.restore();
});

/** Move the camera so that the picture's point (x, y) is at the top left of the stage. */
function lookAt(x, y, scale) {
  const position = { x: x + box.clientWidth / 2 / scale, y: y + box.clientHeight / 2 / scale };
  network.moveTo({ position, scale, animation: false });
}

/** Fit the width, but never so small that names drop under 12 pixels; start at the top. */
function fitWidth() {
  const picture = wholePicture();
  const scale = Math.min(LARGEST_FIT, Math.max(SMALLEST_READABLE, box.clientWidth / picture.width));
  const spare = Math.max(0, box.clientWidth / scale - picture.width);
  lookAt(picture.x - spare / 2, contentTop() - headRoom() / scale, scale);
}

/** Where the content begins, and the room above it for the lane heads, which keep their size. */
const contentTop = () => (scene().lanes.length ? (bands[0]?.y ?? 0) - 6 : wholePicture().y);
const headRoom = () => (scene().lanes.length ? HEADS : 0);

function fitWhole() {
  const picture = wholePicture();
  const height = picture.y + picture.height - contentTop();
  const room = box.clientHeight - headRoom();
  const scale = Math.min(LARGEST_FIT, box.clientWidth / picture.width, room / height);
  const spareX = box.clientWidth / scale - picture.width;
  const spareY = room / scale - height;
  lookAt(picture.x - spareX / 2, contentTop() - headRoom() / scale - spareY / 2, scale);
}

/** The camera may leave the picture by a little only, so that nobody gets lost beside it. */
function stayNear() {
  const scale = network.getScale();
  const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
  const picture = wholePicture();
  const [width, height] = [box.clientWidth / scale, box.clientHeight / scale];
  const within = (at, start, length, seen) =>
    length <= seen ? start - (seen - length) / 2 : Math.min(Math.max(at, start - 30), start + length - seen + 30);
  const start = contentTop() - headRoom() / scale;
  const tall = picture.y + picture.height - start;
  const top = tall <= height ? start : within(y, start, tall, height);
  lookAt(within(x, picture.x, picture.width, width), top, scale);
}

function zoom(factor, at = { x: box.clientWidth / 2, y: box.clientHeight / 2 }) {
  const fixed = network.DOMtoCanvas(at);
  const scale = Math.min(3, Math.max(0.15, network.getScale() * factor));
  lookAt(fixed.x - at.x / scale, fixed.y - at.y / scale, scale);
}

/** Bring a card into the middle part of the stage if it is not well inside already. */
function bringIn(cardId) {
  const place = places.get(cardId);
  if (!place) return;
  const scale = network.getScale();
  const start = network.canvasToDOM({ x: place.x, y: place.y });
  const [width, height] = [place.width * scale, place.height * scale];
  const outside = (at, length, room, margin) => at < margin || at + length > room - margin;
  const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
  const middle = centreOf(place);
  const newX = outside(start.x, width, box.clientWidth, 0) && width < box.clientWidth ? middle.x - box.clientWidth / 2 / scale : x;
  const newY = outside(start.y, height, box.clientHeight, 48) ? middle.y - box.clientHeight / 2 / scale : y;
  if (newX !== x || newY !== y) lookAt(newX, newY, scale);
}

box.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const bounds = box.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0022), { x: event.clientX - bounds.left, y: event.clientY - bounds.top });
      return;
    }
    const scale = network.getScale();
    const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
    const [across, down] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    lookAt(x + across / scale, y + down / scale, scale);
    stayNear();
  },
  { passive: false },
);

network.on("dragEnd", stayNear);
network.on("hoverNode", ({ node }) => hover(node));
network.on("blurNode", () => hover(null));
network.on("click", ({ nodes, pointer }) => {
  box.focus({ preventScroll: true });
  const hit = nodes[0] ?? null;
  if (hit) chooseCard(hit);
  else if (page.paths) {
    const band = bands.find(
      ({ x, y, width, height }) =>
        pointer.canvas.x > x && pointer.canvas.x < x + width && pointer.canvas.y > y && pointer.canvas.y < y + height,
    );
    if (band) choosePath(band.id);
    else select(null);
  } else select(null);
});

function hover(cardId) {
  state.hovered = cardId;
  const place = cardId && places.get(cardId);
  box.title = place?.entity ? nameOf(entities.get(place.entity)) : "";
  box.style.cursor = cardId ? "pointer" : "";
  network.redraw();
}

/** A click or Enter on a card: open or close its cell, or select its entity. */
function chooseCard(cardId) {
  const place = places.get(cardId);
  if (place.style === "more") return toggleCell(place.cell);
  if (page.paths) state.path = place.cell;
  select(place.entity, { card: cardId });
}

function toggleCell(cellId) {
  if (!state.opened.delete(cellId)) state.opened.add(cellId);
  rearrange();
  if (state.card && !places.has(state.card)) select(null);
  else stayNear();
  showOpenAll();
  showPanel();
}

function choosePath(pathId) {
  state.path = pathId;
  select(null);
}

/** Select an entity, or nothing; `card` tells which of its cards, when it has several. */
function select(entityId, { card = null, look = false } = {}) {
  if (entityId && reveal(entityId)) {
    rearrange();
    showOpenAll();
  }
  state.selected = entityId;
  state.card = entityId ? (card ?? cardsOf.get(entityId)?.[0] ?? null) : null;
  if (entityId && page.paths && state.card) state.path = places.get(state.card).cell;
  if (look) bringIn(state.card);
  announce(entityId ? say("selected", { name: nameOf(entities.get(entityId)) }) : say("cleared"));
  document.body.classList.toggle("has-selection", entityId !== null);
  showPanel();
  network.redraw();
}

function announce(text) {
  document.getElementById("says").textContent = text;
}
