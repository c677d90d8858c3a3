/** Reading codes on the phone: the browser's BarcodeDetector, or zxing in WASM from our own origin. */
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface Detector { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> }
type DetectorClass = new (options: { formats: string[] }) => Detector;

let made: Promise<Detector> | undefined;

async function make(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: DetectorClass & { getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  if (native && (await native.getSupportedFormats()).includes("qr_code")) return new native({ formats: ["qr_code"] });
  const { BarcodeDetector, prepareZXingModule } = await import("barcode-detector/ponyfill");
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) } });
  return new BarcodeDetector({ formats: ["qr_code"] }) as Detector;
}

export function detector(): Promise<Detector> {
  made ??= make();
  return made;
}

/** The texts of all codes in a picture, each once. */
export async function textsIn(source: ImageBitmapSource): Promise<string[]> {
  const found = await (await detector()).detect(source);
  return [...new Set(found.map((code) => code.rawValue))];
}

/** The part of a label's address that the label page takes: NUMBER or NUMBER.PAYLOAD; undefined for a foreign code. */
export function segmentOf(text: string): string | undefined {
  const match = /^https?:\/\/[^/]+\/i\/([0-9a-z.]+)\/?(?:[?#].*)?$/i.exec(text.trim());
  return match?.[1]?.toUpperCase();
}
