// Saving: the whole picture, drawn anew from edge to edge, and the records in the formats above.

const PICTURE_HEAD = 52;
const PICTURE_FOOT = 40;
const MOST_PIXELS = 60e6; // of one PNG; browsers refuse a canvas much larger
const LONGEST_SIDE = 16000;

/** The rectangle of the saved picture: the scene with a title above and the key below. */
function pictureBox() {
  const { x, y, width, height } = wholePicture();
  return { x, y: y - PICTURE_HEAD, width: Math.max(width, 640), height: height + PICTURE_HEAD + PICTURE_FOOT };
}

function paintPicture(surface) {
  const frame = pictureBox();
  surface.box(frame.x, frame.y, frame.width, frame.height, 0, { fill: theme("ground") });
  const title = breakLines(page.title[state.lang], frame.width - 24, fontOf(18, 650), 1)[0];
  surface.text(title, frame.x + 14, frame.y + 20, { size: 18, weight: 650, fill: theme("ink") });
  const about = breakLines(page.subtitle[state.lang], frame.width - 24, fontOf(12.5), 1)[0];
  surface.text(about, frame.x + 14, frame.y + 41, { size: 12.5, fill: theme("soft-ink") });
  paintScene(surface, { cards: null, card: null, links: new Set() });
  paintHeads(surface, 4, 1, (x) => x);
  paintKey(surface, frame);
}

function paintKey(surface, frame) {
  const y = frame.y + frame.height - PICTURE_FOOT / 2;
  const ink = theme("ink");
  let x = frame.x + 14;
  const label = (text) => {
    surface.text(text, x, y, { size: 12.5, fill: ink });
    x += widthOf(text, fontOf(12.5)) + 16;
  };
  const used = new Set(page.entities.map((entity) => entity.status));
  const meant = new Set(page.relations.map((relation) => relation.modality));
  for (const status of Object.keys(page.words.statuses).filter((each) => used.has(each))) {
    surface.box(x, y - 8, 26, 16, 4, { fill: theme("card"), stroke: ink, dash: FRAMES[status] });
    statusMark(surface, status, x + 13, y, ink);
    x += 32;
    label(word("statuses", status).split(":")[0]);
  }
  for (const modality of Object.keys(page.words.modalities).filter((each) => meant.has(each))) {
    surface.path([["M", x, y], ["L", x + 30, y]], { stroke: ink, width: 1.8, dash: LINES[modality] });
    x += 36;
    label(word("modalities", modality));
  }
}

function asSvg() {
  const surface = new SvgSurface();
  paintPicture(surface);
  const { x, y, width, height } = pictureBox();
  return surface.end(x, y, width, height, page.title[state.lang]);
}

/** The picture as a PNG blob at twice its size, or at what a canvas can hold. Null when it cannot. */
function asPng() {
  const { x, y, width, height } = pictureBox();
  const ratio = Math.min(2, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.translate(-x, -y);
  paintPicture(new CanvasSurface(context));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

const EXPORTS = {
  png: ["png", "image/png", asPng],
  svg: ["svg", "image/svg+xml", asSvg],
  json: ["json", "application/json", asJson],
  graphml: ["graphml", "application/xml", asGraphml],
  csv_entities: ["entities.csv", "text/csv", entitiesCsv],
  csv_relations: ["relations.csv", "text/csv", relationsCsv],
};

async function save(format) {
  const [ending, type, make] = EXPORTS[format];
  const made = await make();
  if (!made) return announce(say("png_failed"));
  const base = page.title[state.lang].replace(/[\\/:*?"<>|\u0000-\u001f\s]+/g, "_").slice(0, 60);
  const link = element("a");
  link.href = URL.createObjectURL(made instanceof Blob ? made : new Blob([made], { type }));
  link.download = `${base || page.view}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return announce(say("saved", { name: link.download }));
}
