/** A receipt as a picture to keep: what stands on the page, and the link as a code for any phone's camera. */
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import wasmUrl from "zxing-wasm/writer/zxing_writer.wasm?url";
import { said, teller } from "../i18n";
import { cityTime } from "../time";
import { complaints } from "../words/complaints";
import type { FileTold } from "./types";

const [WIDTH, MARGIN, LINE, CODE] = [720, 40, 44, 320];
const [INK, PAPER] = ["#14232b", "#ffffff"];

prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) } });

/** What a picture says of the files of a receipt. */
export function receiptLines(files: readonly FileTold[]): string[] {
  const t = teller(complaints);
  return files.flatMap((file) => [
    `${t(`kind_${file.kind}`)} ${file.number}`, `${t("at")} ${cityTime(file.received_at)}`, `${said(file.unit.name)} ${file.unit.phone}`,
    ...(file.next ? [t("nextBy", { what: said(file.next.says), day: file.next.due_on })] : []),
  ]);
}

/** `lines`: the first is the title. `caption` stands under the code of `link`. Always black on white, whatever the screen is. */
export async function receiptPicture(lines: readonly string[], link: string, caption: string): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const font = (place: number): string => `${place === 0 ? "700 40px" : "28px"} system-ui, "PingFang SC", "Noto Sans SC", sans-serif`;
  const rows = lines.flatMap((line, place) => {
    pen.font = font(place);
    return wrapped(pen, line).map((text) => ({ text, font: font(place) }));
  });
  const code = await codeOf(link);
  Object.assign(canvas, { width: WIDTH, height: MARGIN * 3 + rows.length * LINE + CODE + LINE });
  Object.assign(pen, { fillStyle: PAPER });
  pen.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { fillStyle: INK, textBaseline: "top" });
  rows.forEach((row, place) => {
    pen.font = row.font;
    pen.fillText(row.text, MARGIN, MARGIN + place * LINE);
  });
  pen.imageSmoothingEnabled = false;
  pen.drawImage(code, (WIDTH - CODE) / 2, MARGIN * 2 + rows.length * LINE, CODE, CODE);
  Object.assign(pen, { font: font(1), textAlign: "center" });
  pen.fillText(caption, WIDTH / 2, canvas.height - MARGIN - LINE / 2);
  return new Promise((made, failed) => canvas.toBlob((blob) => (blob ? made(blob) : failed(new Error("no picture"))), "image/png"));
}

function wrapped(pen: CanvasRenderingContext2D, line: string): string[] {
  const rows = [""];
  for (const sign of line) {
    const grown = (rows.at(-1) ?? "") + sign;
    if (pen.measureText(grown).width > WIDTH - 2 * MARGIN) rows.push(sign);
    else rows[rows.length - 1] = grown;
  }
  return rows;
}

async function codeOf(link: string): Promise<HTMLImageElement> {
  const { svg } = await writeBarcode(link, { format: "QRCode", options: "ecLevel=M" });
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await picture.decode();
  return picture;
}
