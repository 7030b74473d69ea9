// The keyboard: arrows walk from card to card, Enter opens, / searches, 0 fits, Esc clears.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The nearest card in a direction; what lies aside counts three times as far. */
function nextCard(cardId, [dx, dy]) {
  const from = places.get(cardId);
  if (!from) return firstCard();
  const here = centreOf(from);
  let best = null;
  let least = Infinity;
  for (const place of places.values()) {
    if (place.id === cardId) continue;
    const there = centreOf(place);
    // A wide banner is reached straight from below or above, wherever the walk stands.
    const aside = dx ? there.y - here.y : Math.max(place.x - here.x, here.x - place.x - place.width, 0);
    const ahead = dx ? (there.x - here.x) * dx : (there.y - here.y) * dy;
    if (ahead < 4 || (dx && place.style === "banner")) continue;
    const far = ahead + 3 * Math.abs(aside);
    if (far < least) [best, least] = [place.id, far];
  }
  return best;
}

function firstCard() {
  if (page.centre) return "centre";
  const ordered = [...places.values()].sort((a, b) => a.y - b.y || a.x - b.x);
  return ordered[0]?.id ?? null;
}

/** Make a card the current one: its entity is selected; a card that counts is only marked. */
function walkTo(cardId) {
  if (!cardId) return;
  const place = places.get(cardId);
  if (place.entity !== null) select(place.entity, { card: cardId });
  else {
    select(null);
    state.card = cardId;
    const cell = cellOfCard.get(cardId);
    announce(state.opened.has(cell.id) ? say("less") : say("more", { n: cell.cards.length - cell.shown }));
  }
  bringIn(cardId);
  network.redraw();
}

box.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const direction = DIRECTIONS[event.key];
  if (direction) {
    event.preventDefault();
    walkTo(state.card && places.has(state.card) ? nextCard(state.card, direction) : firstCard());
  } else if (event.key === "Enter" && state.card) {
    event.preventDefault();
    if (places.get(state.card)?.style === "more") toggleCell(places.get(state.card).cell);
    else document.getElementById("panel").focus();
  }
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") {
    closeMenus();
    if (typing) box.focus();
    else select(null);
  } else if (typing) return;
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("query").focus();
  } else if (event.key === "0") fitWidth();
});
