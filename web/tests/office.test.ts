/** Beside single files at the desk: a platform's answers, quarters that are over, what an officer writes down. */
import { expect, test, vi } from "vitest";
import { answersIn, countsOf, quartersBefore } from "../src/complaints/office";
import { nowhere } from "../src/complaints/place";
import { freshForm } from "../src/complaints/submission";
import { freshBought, takenDown } from "../src/complaints/takedown";

const row = { complaint: "cmp-1", number: "12315-1", status: "received" };

test("a platform's answers are read without what nobody knows, and no other file is", () => {
  expect(answersIn(JSON.stringify({ format: "steelyard/complaint-exchange/1", answers: [{ ...row, text: "已接收", handler: "x" }, row] }))).toEqual([{ ...row, text: "已接收" }, row]);
  for (const other of ["", "[]", "null", "{", '{"answers": []}', '{"answers": [1]}', JSON.stringify({ answers: [{ ...row, status: "" }] }), JSON.stringify({ answers: [row, { complaint: "cmp-2" }] })]) {
    expect(answersIn(other)).toBeUndefined();
  }
});

test("the quarters that are over are told, the newest first", () => {
  expect(quartersBefore("2026-11-26", 4)).toEqual(["2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]);
  expect(quartersBefore("2027-01-01", 1)).toEqual(["2026-Q4"]);
  expect(quartersBefore("2026-03-31", 1)).toEqual(["2025-Q4"]);
});

test("a quarter that nobody had counted has no counts, and is no failure", async () => {
  const answers = [{ quarter: "2026-Q3", outcome: "not_counted" }, { quarter: "2026-Q2", areas: [] }];
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(answers.shift())));
  expect(await countsOf("2026-Q3")).toBeUndefined();
  expect((await countsOf("2026-Q2"))?.quarter).toBe("2026-Q2");
});

test("what an officer writes down has a purchase only if goods were named, and no pictures", () => {
  const form = { ...freshForm(), wants: "report" as const, facts: " 少了八十克 " };
  const place = { ...nowhere(), district: "350203", name: "演示水产", address: "演示路1号" };
  expect(takenDown(form, place, freshBought(), "0")).toEqual({
    wants: "report", secret_hash: "0", about: { district: "350203", respondent_name: "演示水产", respondent_address: "演示路1号" }, facts: "少了八十克", pictures: [],
  });
  const bought = { ...freshBought(), goods: " 花蛤 ", on: "2026-11-24", settled: "1000", found: "" };
  expect(takenDown(form, place, bought, "0").purchase).toEqual({ goods: "花蛤", category: "other", bought_on: "2026-11-24", method: "other", settled_g: "1000" });
});
