import { describe, expect, it } from "vitest";
import golden from "../../tests/golden/labels/l1.json";
import { parse, verify, type LabelKey } from "../src/labels/l1";
import { segmentOf } from "../src/labels/reader";

/** The server alone knows of revocation and foreign hosts; what the phone can tell must equal the golden outcome. */
const PHONE = ["genuine", "expired", "tampered", "unknown_key", "unknown_version"];

describe("labels of format L1, from the vectors Python is held to", () => {
  const cases = golden.filter((one) => PHONE.includes(one.outcome));
  it.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const segment = segmentOf(one.content);
    const label = parse(segment ?? "");
    expect(typeof label).toBe("object");
    if (typeof label === "string") return;
    expect(await verify(label, one.keys as LabelKey[], one.today)).toBe(one.outcome);
    if (one.outcome === "genuine") expect([label.number, label.counter, label.serialDigest]).toEqual([one.number, one.counter, one.serial_digest_hex]);
  });
  it("covers each outcome", () => {
    expect(new Set(cases.map((one) => one.outcome))).toEqual(new Set(PHONE));
  });
});
