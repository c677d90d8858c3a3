/** QR codes, drawn by the encoder in WASM from our own origin; the app's files for a day without network leave it out. */
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import wasmUrl from "zxing-wasm/writer/zxing_writer.wasm?url";

prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) } });

/** The code of a text as SVG. */
export async function qrOf(text: string): Promise<string> {
  return (await writeBarcode(text, { format: "QRCode", options: "ecLevel=M" })).svg;
}
