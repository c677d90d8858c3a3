import { describe, expect, it } from "vitest";
import { story, type Encounter } from "../src/alarms";

const seen: Encounter = { scan: "scn-1", account: "acc-1", device: "phone", earliest: "2026-11-24T03:59:00.000Z", latest: "2026-11-24T04:00:00.000Z" };

describe("the story of an alarm", () => {
  it("tells how far and how long of two places", () => {
    const told = story({ what: "trip", first: { ...seen, lat: "24.480", lon: "118.090", accuracy_m: "20" }, second: seen, distance_m: 20015, apart_m: 19757, longest_s: 361, limit_kmh: 130 });
    expect(told.lines).toEqual([{ word: "trip", facts: { km: "20.0", apart: "19.8", minutes: "7", limit: "130" } }]);
    expect(told.scenes.map((scene) => scene.title)).toEqual(["where_here", "where_there"]);
    expect(told.scenes[0]?.facts).toContainEqual(["position", "24.480, 118.090"]);
    expect(told.scenes[1]?.facts).toContainEqual(["position", { word: "noPosition", facts: {} }]);
  });
  it("says how a site is known", () => {
    const told = story({ what: "stalls", first: { ...seen, site_name: "演示市场", stall: "A1", site_by: "neighbours" }, second: seen, day: "2026-11-24", citizens_first: 3 });
    expect(told.scenes[0]?.facts).toContainEqual(["place", "演示市场 A1"]);
    expect(told.scenes[0]?.facts).toContainEqual(["place", { word: "by_neighbours", facts: {} }]);
    expect(told.scenes[0]?.facts).toContainEqual(["citizens", "3"]);
    expect(told.lines).toHaveLength(1);
  });
});
