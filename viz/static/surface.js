// Two surfaces with the same few strokes: a canvas for the screen and PNG, text for SVG.
// Everything is drawn through them, so a saved picture cannot differ from the one on the screen.

/** Draws on a 2D context of a canvas. */
class CanvasSurface {
  constructor(context) {
    this.context = context;
  }

  /** A rectangle with rounded corners. `style`: fill, stroke, width, dash, opacity. */
  box(x, y, width, height, radius, style) {
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, radius);
    this.#paint(style);
  }

  /** A path of absolute M, L, C and Z steps, each `[letter, ...numbers]`. */
  path(steps, style) {
    const context = this.context;
    context.beginPath();
    for (const [letter, ...at] of steps) {
      if (letter === "M") context.moveTo(...at);
      else if (letter === "L") context.lineTo(...at);
      else if (letter === "C") context.bezierCurveTo(...at);
      else context.closePath();
    }
    this.#paint(style);
  }

  circle(x, y, radius, style) {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.#paint(style);
  }

  /** One line of text, its middle at y. `style`: size, weight, fill, align (start, middle, end). */
  text(text, x, y, style) {
    const context = this.context;
    context.save();
    context.globalAlpha = style.opacity ?? 1;
    context.font = fontOf(style.size, style.weight);
    context.fillStyle = style.fill;
    context.textAlign = { middle: "center", end: "end" }[style.align] ?? "start";
    // Chinese letters fill their square, so the alphabetic line stands at a fixed part below the middle.
    context.textBaseline = "alphabetic";
    context.fillText(text, x, y + style.size * 0.36);
    context.restore();
  }

  #paint(style) {
    const context = this.context;
    context.save();
    context.globalAlpha = style.opacity ?? 1;
    if (style.fill) {
      context.fillStyle = style.fill;
      context.fill();
    }
    if (style.stroke) {
      context.strokeStyle = style.stroke;
      context.lineWidth = style.width ?? 1;
      context.setLineDash(style.dash ?? []);
      context.stroke();
    }
    context.restore();
  }
}

/** Writes SVG elements. `end` gives the whole drawing as a text. */
class SvgSurface {
  constructor() {
    this.parts = [];
  }

  box(x, y, width, height, radius, style) {
    this.#put(`<rect ${numbers({ x, y, width, height, rx: radius })}${paint(style)}/>`);
  }

  path(steps, style) {
    const line = steps.map(([letter, ...at]) => letter + at.map(short).join(" ")).join("");
    this.#put(`<path d="${line}"${paint({ fill: "none", ...style })}/>`);
  }

  circle(x, y, radius, style) {
    this.#put(`<circle ${numbers({ cx: x, cy: y, r: radius })}${paint(style)}/>`);
  }

  text(text, x, y, style) {
    const at = numbers({ x, y: y + style.size * 0.36, "font-size": style.size });
    const look = ` font-weight="${style.weight ?? 400}" text-anchor="${style.align ?? "start"}"`;
    this.#put(`<text ${at}${look}${paint({ fill: style.fill, opacity: style.opacity })}>${xml(text)}</text>`);
  }

  /** The drawing as an SVG document whose view box is that rectangle. */
  end(x, y, width, height, title) {
    const box = [x, y, width, height].map(short).join(" ");
    const size = `width="${short(width)}" height="${short(height)}" viewBox="${box}"`;
    const font = `font-family="${xml(FONTS)}"`;
    return (
      `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font}>` +
      `<title>${xml(title)}</title>\n${this.parts.join("\n")}\n</svg>\n`
    );
  }

  #put(part) {
    this.parts.push(part);
  }
}

const short = (number) => String(Math.round(number * 100) / 100);
const numbers = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${short(value)}"`)
    .join(" ");

function paint(style) {
  const dash = style.dash?.length ? ` stroke-dasharray="${style.dash.join(" ")}"` : "";
  const stroke = style.stroke ? ` stroke="${style.stroke}" stroke-width="${short(style.width ?? 1)}"${dash}` : "";
  const opacity = (style.opacity ?? 1) < 1 ? ` opacity="${short(style.opacity)}"` : "";
  return ` fill="${style.fill ?? "none"}"${stroke}${opacity}`;
}

/** A text that XML can hold: its five special letters escaped, what no XML may contain left out. */
function xml(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .toWellFormed();
}
