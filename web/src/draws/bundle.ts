/** The files of a bundle (docs/draw-protocol.md section 8); the last is for the auditor only. */
export const PUBLIC_FILES = ["freeze.json", "pool.bin", "officers.bin", "randomness.json", "opening.json", "result.json"] as const;
export const PAIRS_FILE = "pairs.json";
export type FileName = (typeof PUBLIC_FILES)[number] | typeof PAIRS_FILE;
export type Files = Readonly<Partial<Record<FileName, Uint8Array>>>;
