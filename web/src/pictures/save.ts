/** Taking a picture home: its figures as CSV that a spreadsheet opens, the drawing as SVG or PNG. */
import { words, type Figures } from "./drawing";

const BOM = "\uFEFF";
const SCALE = 2;
/** As chalicelib/texts.py: no cell is taken for a formula; a number below zero is a number. */
const FORMULA = /^[=+@\t\r\n＝＋＠－]|^-(?!\d+(\.\d+)?$)/;
/** What a drawing takes from the page's tokens, written into the file. */
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight"] as const;

export function csv({ heads, rows }: Figures): string {
  const line = (cells: readonly string[]): string => `${cells.map(quoted).join(",")}\r\n`;
  return BOM + [heads, ...rows.map((row) => row.map(words))].map(line).join("");
}

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The drawing as a file of its own, in the colours it has on the screen. */
export function svgText(drawn: SVGSVGElement): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const own = [drawn, ...drawn.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((one, n) => {
    const style = getComputedStyle(own[n] as Element);
    for (const name of STYLES) one.style.setProperty(name, style.getPropertyValue(name));
    one.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.setProperty("background", getComputedStyle(drawn).backgroundColor);
  return new XMLSerializer().serializeToString(copy);
}

export async function png(drawn: SVGSVGElement): Promise<Blob | null> {
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(svgText(drawn))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawn.clientWidth * SCALE, drawn.clientHeight * SCALE];
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = getComputedStyle(drawn).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
