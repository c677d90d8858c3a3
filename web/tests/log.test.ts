import { expect, test } from "vitest";
import golden from "../../tests/golden/log/log-1.json";
import { audit, compared, isPassing, settled } from "../src/log/audit";
import { checkpointOf, keyOf, Malformed, noteOf, unbase64 } from "../src/log/notes";
import { leafOf, receiptFaults, receiptOf } from "../src/log/receipts";
import { bundleName, fold, leafHash, levels, tileName, tiles, unbundled, type Read } from "../src/log/tiles";
import { log } from "../src/words/log";

type Changes = Record<string, string | null>;
interface Whole { files: Record<string, string>; contents: Changes; copy: Record<string, string>; consistency: string[] }
const KEYS = golden.keys.map(keyOf);
const [SMALL, LARGE] = golden.logs as unknown as [Whole, Whole];
const reading = (base: Changes, changed: Changes = {}): Read => {
  const whole: Changes = { ...base, ...changed };
  return async (name) => (whole[name] ? unbase64(whole[name]) : whole[name] === "" ? new Uint8Array() : undefined);
};

test.each(golden.logs.flatMap((base) => base.cases.map((one) => ({ base, size: base.size, ...one }))))("an audit finds what was done: $size $name", async ({ base, ...one }) => {
  const asked = {
    ...(one.contents ? { contents: reading(base.contents as Changes, one.contents as Changes) } : {}),
    ...(one.seen ? { seen: noteOf(one.seen) } : {}),
    ...(one.copy ? { copy: reading(base.copy as Changes) } : {}),
  };
  const found = await audit(reading(base.files as Changes, one.files as Changes), KEYS, asked);
  expect(found.faults.map(({ code, where }) => [code, where])).toEqual(one.faults);
  expect(found.erased).toBe(one.erased);
});

test("the log and its witness signed, and it is told how far the audit is", async () => {
  let last = 0;
  const found = await audit(reading(LARGE.files), KEYS, { contents: reading(LARGE.contents), progress: (done, total) => (last = done / total) });
  expect(found.signedBy).toEqual(KEYS.map((key) => key.name));
  expect(found.entries.length).toBe(300);
  expect(last).toBeGreaterThan(0.9);
});

const older = reading(SMALL.files, { checkpoint: SMALL.copy["checkpoint"] as string });
const newer = reading(SMALL.files);

test("what is taken back while the log is read is no fault, once a later checkpoint tells of it", async () => {
  const looks = [older, newer];
  const made: number[] = [];
  const kept = new Map<string, Uint8Array>();
  const found = await settled(
    () => audit(looks[0] as Read, KEYS, { contents: reading(SMALL.contents), kept }),
    async (before) => {
      expect(before.faults.every(isPassing)).toBe(true);
      made.push(before.faults.length);
      looks.shift();
      return true;
    },
  );
  expect(found.faults).toEqual([]);
  expect(found.erased).toBe(3);
  expect(made[0]).toBeGreaterThan(0);
});

test("what no later checkpoint tells of is a fault, and so is all when none comes", async () => {
  const contents = reading(SMALL.contents, { "000000000006.json": null });
  let waits = 0;
  const look = () => audit(newer, KEYS, { contents });
  const missed = [{ code: "content.missing", where: "6" }];
  expect((await settled(look, async () => (waits++, true))).faults).toEqual(missed);
  expect(waits).toBe(1);
  expect((await settled(look, async () => false)).faults).toEqual(missed);
});

test("a content that was read before it was taken back is looked for again", async () => {
  const kept = new Map<string, Uint8Array>();
  const first = "000000000000.json";
  const early = (golden.logs[0]?.cases.find((one) => one.name === "contents") as { contents: Changes }).contents[first] as string;
  await audit(older, KEYS, { contents: reading(SMALL.contents, { [first]: early }), kept });
  expect(kept.has(first)).toBe(true);
  expect((await audit(newer, KEYS, { contents: reading(SMALL.contents), kept })).faults).toEqual([]);
});

test.each(golden.receipts)("a receipt holds or not: $faults", async ({ text, faults }) => {
  expect((await receiptFaults(receiptOf(text), KEYS)).map(({ code, where }) => [code, where])).toEqual(faults);
});

test("two checkpoints are compared by their proof", () => {
  const head = (files: Record<string, string>) => checkpointOf(noteOf(new TextDecoder().decode(unbase64(files["checkpoint"] as string))).text);
  const [older, newer] = [head(LARGE.copy), head(LARGE.files)];
  const proof = LARGE.consistency.map(unbase64);
  expect(compared(older, newer, proof)).toEqual([]);
  expect(compared(older, newer, proof.slice(1))).toEqual([{ code: "history.rewritten", where: "5-300" }]);
  expect(compared(older, newer, undefined)).toEqual([{ code: "proof.missing", where: "5-300" }]);
  expect(compared(newer, older, proof)).toEqual([{ code: "log.rolled_back", where: "300 > 5" }]);
  expect(compared(newer, { ...newer, root: older.root }, [])).toEqual([{ code: "view.split", where: "300" }]);
  expect(compared(newer, { ...newer, origin: "x" }, [])).toEqual([{ code: "checkpoint.origin", where: "x" }]);
});

test("a signature of another form is none", async () => {
  const raw = noteOf(new TextDecoder().decode(unbase64(SMALL.files["checkpoint"] as string)));
  for (const spoil of [new Uint8Array(8), raw.signatures[0]?.raw.slice(1) as Uint8Array, Uint8Array.of(0x30, 2, 2, 0)]) {
    const signatures = raw.signatures.map((one) => ({ ...one, raw: spoil }));
    const { receiptFaults: faults } = await import("../src/log/receipts");
    const receipt = { ...receiptOf(golden.receipts[0]?.text as string), checkpoint: { ...raw, signatures } };
    expect(await faults(receipt, KEYS)).toEqual([{ code: "checkpoint.signature", where: "receipt" }]);
  }
});

test("names, levels and trees are those of the specification", () => {
  expect(tileName(3, 1234067, 256)).toBe("tile/3/x001/x234/067");
  expect(tileName(0, 273, 112)).toBe("tile/0/273.p/112");
  expect(bundleName(0, 256)).toBe("tile/entries/000");
  expect(levels(70_000)).toEqual([[0, 70_000], [1, 273], [2, 1]]);
  expect(tiles(257)).toEqual([[0, 256], [1, 1]]);
  expect(fold([]).length).toBe(32);
  expect(fold([leafHash(new Uint8Array())])).toEqual(leafHash(new Uint8Array()));
  expect(unbundled(Uint8Array.of(0, 1, 7, 0, 0))).toEqual([Uint8Array.of(7), new Uint8Array()]);
});

test.each([
  ["note", () => noteOf("a\n")],
  ["signature", () => noteOf("a\n\n— a b c\n")],
  ["checkpoint", () => checkpointOf("a\n01\nAAAA\n")],
  ["root", () => checkpointOf("a\n1\nAAAA\n")],
  ["key", () => keyOf("a+00000000+AAAA")],
  ["leaf", () => leafOf(new TextEncoder().encode('{"event":"a"}'))],
  ["bytes", () => leafOf(Uint8Array.of(0xff))],
  ["receipt", () => receiptOf("c2sp.org/tlog-proof@v1\nindex 0\n\n")],
  ["extra data", () => receiptOf("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\na\n\n— a AAAAAAAA\n")],
  ["bundle", () => unbundled(Uint8Array.of(0))],
])("what is of another form is refused: %s", (_, read) => {
  expect(read).toThrow(Malformed);
});

test("every fault has the sentence of the command", () => {
  const told = Object.fromEntries(Object.entries(log).filter(([name]) => name.includes(".")));
  expect(told).toEqual(golden.sentences);
});
