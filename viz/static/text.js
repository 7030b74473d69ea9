// Measuring and breaking text for cards, without a DOM: the pictures need the same breaks.

const FONTS =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif';
const ruler = document.createElement("canvas").getContext("2d");
const brokenTexts = new Map();

const fontOf = (size, weight = 400) => `${weight} ${size}px ${FONTS}`;

function widthOf(text, font) {
  ruler.font = font;
  return ruler.measureText(text).width;
}

/** The pieces between which a line may break: Latin words and single letters of the rest. */
function pieces(text) {
  const found = text.match(/[\p{Script=Latin}\p{N}.,'’\-]+\s*|\P{M}\p{M}*/gu) ?? [];
  const joined = [];
  for (const piece of found) {
    const sticks = /^[，。、；：！？）》」』”’〕】·,.;:!?)\]%]/u.test(piece);
    const opens = /[（《「『“‘〔【(\[]$/u.test(joined.at(-1) ?? "");
    if (joined.length && (sticks || opens)) joined[joined.length - 1] += piece;
    else joined.push(piece);
  }
  return joined;
}

/** The text in at most `most` lines of that width; the last ends with … when something is left out. */
function breakLines(text, width, font, most) {
  const key = `${font}|${width}|${most}|${text}`;
  if (brokenTexts.has(key)) return brokenTexts.get(key);
  const lines = [];
  let line = "";
  let left = pieces(text);
  while (left.length) {
    const piece = left[0];
    if (widthOf((line + piece).trimEnd(), font) <= width) {
      line += piece;
      left.shift();
    } else if (!line) {
      // One piece wider than the line, such as a long Latin word: break it between letters.
      const letters = [...piece];
      let fits = 1;
      while (fits < letters.length && widthOf(letters.slice(0, fits + 1).join(""), font) <= width) fits += 1;
      if (fits >= letters.length) {
        line = piece;
        left.shift();
      } else {
        line = letters.slice(0, fits).join("");
        left[0] = letters.slice(fits).join("");
      }
    } else {
      lines.push(line.trimEnd());
      line = "";
      if (lines.length === most) break;
    }
  }
  if (line) lines.push(line.trimEnd());
  const kept = lines.slice(0, most);
  if (left.length || lines.length > most) {
    let last = kept[most - 1];
    while (last && widthOf(`${last}…`, font) > width) last = [...last].slice(0, -1).join("");
    kept[most - 1] = `${last}…`;
  }
  brokenTexts.set(key, kept);
  return kept;
}
