// Marks that say the same as a colour does: for a status, and for how a relation is meant.

/** The frame of a card by status. */
const FRAMES = {
  operating: [],
  building: [9, 3],
  planned: [5, 3.5],
  closed: [],
  normative: [1.5, 3],
  unknown: [],
};

/** The line of a relation by modality. */
const LINES = { fact: [], plan: [7, 4], rule: [1.5, 3.5], inferred: [9, 3, 2, 3] };

/** The sign of a status, about 9 pixels wide: full, half, empty circle, cross, square, question mark. */
function statusMark(surface, status, x, y, colour, opacity = 1) {
  const radius = 4;
  const line = { stroke: colour, width: 1.6, opacity };
  const full = { fill: colour, opacity };
  if (status === "operating") surface.circle(x, y, radius + 0.6, full);
  else if (status === "planned") surface.circle(x, y, radius, line);
  else if (status === "building") {
    surface.circle(x, y, radius, line);
    const k = radius * 0.5523;
    surface.path(
      [
        ["M", x, y - radius],
        ["C", x - k, y - radius, x - radius, y - k, x - radius, y],
        ["C", x - radius, y + k, x - k, y + radius, x, y + radius],
        ["Z"],
      ],
      full,
    );
  } else if (status === "closed") {
    const d = 3.4;
    surface.path([["M", x - d, y - d], ["L", x + d, y + d], ["M", x + d, y - d], ["L", x - d, y + d]], {
      stroke: colour,
      width: 2,
      opacity,
    });
  } else if (status === "normative") surface.box(x - 3.8, y - 3.8, 7.6, 7.6, 1, line);
  else surface.text("?", x, y, { size: 12, weight: 700, fill: colour, align: "middle", opacity });
}

/** A small picture made with the marks of the graph, for the legend and the details. */
function markPicture(width, height, label, draw) {
  const ratio = Math.max(2, devicePixelRatio);
  const canvas = element("canvas", "mark-picture");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  draw(new CanvasSurface(context));
  return canvas;
}

function statusPicture(status) {
  return markPicture(30, 18, word("statuses", status), (surface) => {
    const colour = theme("ink");
    surface.box(1, 1, 28, 16, 4, { fill: theme("card"), stroke: colour, width: 1.2, dash: FRAMES[status] });
    statusMark(surface, status, 15, 9, colour);
  });
}

function modalityPicture(modality) {
  return markPicture(34, 12, word("modalities", modality), (surface) => {
    surface.path([["M", 1, 6], ["L", 33, 6]], { stroke: theme("ink"), width: 1.8, dash: LINES[modality] });
  });
}

function kindPicture(kind, chain) {
  return markPicture(20, 20, word("kinds", kind), (surface) => {
    surface.box(0, 0, 20, 20, 4, { fill: chainColour(chain) });
    const glyph = { size: 13, weight: 600, fill: theme("on-chain"), align: "middle" };
    surface.text(page.words.kinds[kind].glyph, 10, 10, glyph);
  });
}

/** An element with a class and a text. Texts go in as texts and never as markup. */
function element(tag, className = "", text = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  return made;
}

function button(className, text, action) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

const themeColours = new Map();

/** A colour of the style sheet, so that canvas and page have one palette. */
function theme(name) {
  if (!themeColours.has(name)) {
    themeColours.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }
  return themeColours.get(name);
}
