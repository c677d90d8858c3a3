/** Reading codes on the phone: the browser's BarcodeDetector, or zxing in WASM from our own origin. */
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface Point { x: number; y: number }
/** A code's text, and its corners clockwise in pixels of the upright picture. */
export interface SeenCode { text: string; corners: Point[] }
export interface Detector { detect(source: ImageBitmapSource): Promise<{ rawValue: string; cornerPoints: readonly Point[] }[]> }
type DetectorClass = new (options: { formats: string[] }) => Detector;

let made: Promise<Detector> | undefined;

async function make(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: DetectorClass & { getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  if (native && (await native.getSupportedFormats().catch(() => [] as string[])).includes("qr_code")) return new native({ formats: ["qr_code"] });
  const { BarcodeDetector, prepareZXingModule } = await import("barcode-detector/ponyfill");
  await prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] }) as Detector;
}

/** Have the decoder there before there is something to decode. */
export function prepare(): Promise<Detector> {
  made ??= make().catch((failure: unknown) => {
    made = undefined; // without network; the next picture tries again
    throw failure;
  });
  return made;
}

/** All codes in a picture that have a text, those with the same text once. */
export async function codesIn(source: ImageBitmapSource): Promise<SeenCode[]> {
  const found = await (await prepare()).detect(source);
  const codes = new Map(found.filter((code) => code.rawValue).map((code) => [code.rawValue, { text: code.rawValue, corners: [...code.cornerPoints] }]));
  return [...codes.values()];
}

/** The part of a label's address that the label page takes: NUMBER or NUMBER.PAYLOAD; undefined for a foreign code. */
export function segmentOf(text: string): string | undefined {
  const match = /^https?:\/\/[^/]+\/i\/([0-9a-z.]+)\/?(?:[?#].*)?$/i.exec(text.trim());
  return match?.[1]?.toUpperCase();
}
