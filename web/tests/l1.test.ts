import { describe, expect, it } from "vitest";
import b1 from "../../tests/golden/labels/b1.json";
import golden from "../../tests/golden/labels/l1.json";
import { isRevoked, unpack } from "../src/labels/bundle";
import { judge, parse, serialDigest, type LabelKey } from "../src/labels/l1";
import { labels } from "../src/words/labels";

interface Case { name: string; host: string; today: string; content: string; keys: LabelKey[]; reason: string; number?: string; counter?: number; valid_until?: string; kid?: number; serial_digest_hex?: string }

async function judged(one: Pick<Case, "content" | "host" | "today">, keys: LabelKey[], revoked: (number: string, counter: number) => boolean): Promise<string> {
  const parsed = parse(one.content, one.host);
  if (parsed.kind === "refused") return parsed.reason;
  return parsed.kind === "bare" ? "unsigned" : judge(parsed.label, keys, one.today, revoked);
}

describe("labels of format L1, from the vectors Python is held to", () => {
  it.each((golden as Case[]).map((one) => [one.name, one] as const))("%s", async (_, one) => {
    expect(await judged(one, one.keys, () => false)).toBe(one.reason);
    const parsed = parse(one.content, one.host);
    if (parsed.kind === "bare") expect(parsed.number).toBe(one.number);
    if (parsed.kind !== "signed") return;
    const { number, counter, kid, serialDigest, validUntil } = parsed.label;
    expect([number, counter, kid, serialDigest, validUntil]).toEqual([one.number, one.counter, one.kid, one.serial_digest_hex, one.valid_until]);
  });
});

it("knows the serial number a label was issued for, however it is typed", async () => {
  const [genuine] = golden as Case[];
  for (const typed of ["SN 2024-00017a", " sn2024-00017A ", "s n 2024-00017a"]) expect(await serialDigest(typed)).toBe(genuine?.serial_digest_hex);
  expect(await serialDigest("SN 2024-00018a")).not.toBe(genuine?.serial_digest_hex);
});

describe("labels judged by a bundle", () => {
  it.each(b1.labels.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const bundle = unpack(Uint8Array.from(atob(one.bundle), (character) => character.charCodeAt(0)));
    if (typeof bundle === "string") throw new Error(bundle);
    expect(await judged(one, bundle.keys, (number, counter) => isRevoked(bundle, number, counter))).toBe(one.reason);
  });
});

describe("words", () => {
  it("say every reason that can be told offline, each in its own sentence and in both languages", () => {
    const reasons = new Set([...golden, ...b1.labels].map((one) => one.reason));
    expect(reasons).toContain("revoked");
    const words = labels as Record<string, readonly [string, string]>;
    const said = [...reasons].map((reason) => words[`offline_${reason}`]);
    expect(said).not.toContain(undefined);
    expect(Object.keys(words).filter((key) => key.startsWith("offline_")).length).toBe(reasons.size);
    for (const place of [0, 1]) expect(new Set(said.map((pair) => pair?.[place])).size).toBe(reasons.size);
  });
});
