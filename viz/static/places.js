// Where each card is now. The positions come with the page; opening a cell moves what stands below it.

/** Cards that are visible, by id: {id, entity, x, y, width, height, style, cell, lines}. */
const places = new Map();

/** Bands as they stand now: {id, track, x, y, width, height, title, count}. */
let bands = [];

/** The height of the whole picture as it stands now. */
let sceneHeight = 0;

/** The visible cards of each entity, and the cell of each card that is in one. */
const cardsOf = new Map();
const cellOfCard = new Map();

function arrange() {
  const { cards, cells, bands: given, height } = scene();
  const opened = cells.filter((cell) => cell.more && state.opened.has(cell.id));
  const shifts = new Map();
  const lower = new Map(); // by how much each track has grown so far
  bands = given.map((band) => {
    const shift = lower.get(band.track) ?? 0;
    const bottom = band.y + band.height;
    const grown = Math.max(
      0,
      ...opened.filter((cell) => cell.band === band.id).map((cell) => cell.end + cell.opened - bottom),
    );
    shifts.set(band.id, shift);
    lower.set(band.track, shift + grown);
    return { ...band, y: band.y + shift, height: band.height + grown };
  });
  sceneHeight = Math.max(height, ...bands.map((band) => band.y + band.height + 14));

  places.clear();
  cardsOf.clear();
  cellOfCard.clear();
  const cellOf = new Map(cells.map((cell) => [cell.id, { ...cell, ids: new Set(cell.cards.slice(0, cell.shown)) }]));
  for (const card of cards) {
    const cell = cellOf.get(card.cell);
    if (cell) cellOfCard.set(card.id, cell);
    const place = { ...card };
    if (cell) {
      place.y += shifts.get(cell.band) ?? 0;
      const open = state.opened.has(cell.id);
      if (card.style === "more") {
        if (open) place.y += cell.opened;
      } else if (!open && !cell.ids.has(card.id)) continue;
    } else if (shifts.has(card.entity)) place.y += shifts.get(card.entity); // the head of a band
    places.set(card.id, place);
    if (card.entity !== null) {
      if (!cardsOf.has(card.entity)) cardsOf.set(card.entity, []);
      cardsOf.get(card.entity).push(card.id);
    }
  }
}

const centreOf = (place) => ({ x: place.x + place.width / 2, y: place.y + place.height / 2 });
const wholePicture = () => ({ x: -12, y: -8, width: scene().width + 24, height: sceneHeight + 16 });

/** The card that stands for this one now: itself, or the one that counts it while its cell is closed. */
function standIn(cardId) {
  return places.has(cardId) ? cardId : (cellOfCard.get(cardId)?.more ?? null);
}

/** Open the cell of an entity that is hidden, so that it can be selected. True when something moved. */
function reveal(entityId) {
  if (cardsOf.has(entityId)) return false;
  const card = scene().cards.find((each) => each.entity === entityId);
  if (!card?.cell) return false;
  state.opened.add(card.cell);
  return true;
}
