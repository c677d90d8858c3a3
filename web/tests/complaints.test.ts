import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nowhere, type Place } from "../src/complaints/place";
import { fresh } from "../src/complaints/sale";
import { hashOf, newSecret, secretIn } from "../src/complaints/secret";
import { flushComplaints } from "../src/complaints/sending";
import { addedPictures, allOutgoing, dropOutgoing, dropPicture, keepOutgoing, keepPicture, outgoingOf, picturesOf, type Outgoing, type Picture } from "../src/complaints/shelf";
import { freshForm, lacksOf, submissionOf, type Form } from "../src/complaints/submission";
import { complaintsWait } from "../src/complaints/waiting";

const SCALE: Place = { ...nowhere(), number: "1C7BBBTJR0" };
const HASH = "0".repeat(64);
const form = (told: Partial<Form>): Form => ({ ...freshForm(), facts: "少了八十克", ...told });
const COMPLAINANT = { name: "张三", phone: "13800138000", address: "思明区演示路1号", asks: ["refund"] };
const sent = (told: Partial<Form>, place = SCALE, sale = fresh()) => submissionOf(form(told), place, sale, HASH, [], "蔬菜");

describe("the following secret", () => {
  it("is 128 bits in 26 characters, told from a link and nothing else", () => {
    expect(newSecret(new Uint8Array(16))).toBe("0".repeat(26));
    expect(newSecret(new Uint8Array(16).fill(255))).toBe(`7${"z".repeat(25)}`);
    expect(new Set(Array.from({ length: 50 }, () => newSecret())).size).toBe(50);
    const secret = newSecret();
    expect([secretIn(`#${secret}`), secretIn(secret.toUpperCase())]).toEqual([secret, secret]);
    for (const none of ["", "#", "#main", `${secret}0`, secret.slice(1), `8${secret.slice(1)}`, `${secret.slice(0, -1)}u`]) expect(secretIn(none)).toBeUndefined();
  });
  it("is hashed as the server hashes it", async () => {
    const secret = newSecret();
    expect(await hashOf(secret)).toBe(createHash("sha256").update(secret).digest("hex"));
  });
});

describe("a form", () => {
  it.each<[string, Partial<Form>, Place, string[]]>([
    ["nothing", { facts: "" }, nowhere(), ["wants", "place", "facts"]],
    ["an anonymous report", { wants: "report" }, SCALE, []],
    ["a named report", { wants: "report", named: "yes", name: "张三", phone: "1380013" }, SCALE, []],
    ["a named report without a name", { wants: "report", named: "yes", phone: "138001" }, SCALE, ["name", "phone"]],
    ["a named report whose telephone is none", { wants: "report", named: "yes", name: "张三", phone: "138-0013-ask" }, SCALE, ["phone"]],
    ["a named report from abroad", { wants: "report", named: "yes", name: "张三", phone: "+86 138 0013 8000" }, SCALE, []],
    ["a complaint", { wants: "complaint" }, SCALE, ["asks", "name", "phone", "address"]],
    ["both", { wants: "both", ...COMPLAINANT }, SCALE, []],
    ["a place in words", { wants: "report" }, { ...nowhere(), district: "350203", name: "招牌", address: "路口" }, []],
  ])("of %s lacks what its kind needs", (_, told, place, lacks) => {
    expect(lacksOf(form(told), place)).toEqual(lacks);
  });

  it("sends nothing of a person with an anonymous report, whatever was typed before", () => {
    expect(sent({ wants: "report", named: "no", ...COMPLAINANT })).toEqual({ wants: "report", secret_hash: HASH, about: { instrument: "1C7BBBTJR0" }, facts: "少了八十克", pictures: [] });
  });
  it("sends of a complaint who, what is asked and what was weighed", () => {
    const sale = { ...fresh(), food: "grain_vegetable_fruit" as const, unit: "jin" as const, price: "12.345", settled: "2", found: "1.84", by: "fair" as const, fair: "E8Q83MZ2FC", bought: "2026-11-24" };
    expect(sent({ wants: "both", ...COMPLAINANT, joins: "yes", join: "mark" }, SCALE, sale)).toMatchObject({
      request: { wants: ["refund"] }, reporter: { name: "张三", phone: "13800138000", address: "思明区演示路1号" }, join: "mark",
      purchase: { goods: "蔬菜", category: "grain_vegetable_fruit", bought_on: "2026-11-24", price_yuan_per_kg: "24.69", settled_g: "1000", found_g: "920", method: "fair_scale", fair_scale: "E8Q83MZ2FC" },
    });
    expect(sent({ wants: "complaint", ...COMPLAINANT, joins: "no", join: "mark", withSale: false }, SCALE, sale)).not.toHaveProperty("purchase");
    expect(sent({ wants: "complaint", ...COMPLAINANT, joins: "no", join: "mark" }, SCALE, sale)).not.toHaveProperty("join");
  });
  it("names a picked stall, or what was written", () => {
    expect(sent({ wants: "report" }, { ...nowhere(), site: "sit-1", stall: "stl-1", siteName: "市场" }).about).toEqual({ site_id: "sit-1", stall_id: "stl-1" });
    expect(sent({ wants: "report" }, { ...nowhere(), district: "350203", name: "招牌", address: "路口" }).about).toEqual({ district: "350203", respondent_name: "招牌", respondent_address: "路口" });
  });
});

/** A server and a bucket: what they do next, and what they were sent. */
const server = { http: 200, bucket: 204, uploads: ["mat-1", "mat-2"], bodies: [] as string[], secrets: [] as unknown[], posted: 0 };
class Post {
  upload = {};
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  status = 0;
  open(): void {}
  send(): void {
    this.status = server.bucket;
    if (server.bucket < 300 && server.bucket) server.posted += 1;
    if (server.bucket) this.onload();
    else this.onerror();
  }
}
const picture = (id: string, made: number, more: Partial<Picture> = {}): Picture =>
  ({ id, complaint: "cmp-1", kind: "photo", sha256: HASH, size_bytes: 1, media_type: "image/jpeg", file: new Blob(["x"]), made, ...more });

describe("sending", () => {
  beforeEach(async () => {
    Object.assign(server, { http: 200, bucket: 204, uploads: ["mat-1", "mat-2"], bodies: [], secrets: [], posted: 0 });
    vi.stubGlobal("XMLHttpRequest", Post);
    vi.stubGlobal("fetch", (path: string, asking: RequestInit) => {
      server.bodies.push(`${path} ${String(asking.body)}`);
      server.secrets.push((asking.headers as Record<string, string>)["X-Following-Secret"]);
      if (server.http === 0) return Promise.reject(new TypeError("offline"));
      const upload = { url: "https://bucket.example", fields: {} };
      const answer = path.includes("/materials/") ? { upload } : { files: [], uploads: server.uploads.map((material) => ({ material, ...upload })) };
      return Promise.resolve(Response.json(server.http < 300 ? answer : { status: server.http, code: "demo", sentences: { zh: "演示", en: "demo" } }, { status: server.http }));
    });
    await keepPicture(picture("mat-1", 1));
    await keepPicture(picture("mat-2", 2));
    await keepOutgoing({ complaint: "cmp-1", secret: "s", body: sent({ wants: "report" }), typed: { form: form({}), place: SCALE, sale: fresh() }, made: 1 } satisfies Outgoing);
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    for (const { complaint } of await allOutgoing()) await dropOutgoing(complaint);
    for (const { id } of [...(await picturesOf("cmp-1")), ...(await addedPictures())]) await dropPicture(id);
  });

  it("waits for a network and then sends the very same once more, pictures and all", async () => {
    server.http = 0;
    await expect(flushComplaints()).rejects.toMatchObject({ problem: { code: "network" } });
    expect(complaintsWait()).toBe(true);
    server.http = 200;
    await flushComplaints();
    expect(new Set(server.bodies).size).toBe(1);
    expect([server.posted, await allOutgoing(), await picturesOf("cmp-1"), complaintsWait()]).toEqual([2, [], [], false]);
  });
  it("that is cut between the receipt and a picture goes on with what has not arrived", async () => {
    server.bucket = 0;
    await expect(flushComplaints()).rejects.toMatchObject({ problem: { code: "complaint.not_sent" } });
    expect(await outgoingOf("cmp-1")).toMatchObject({ isReceived: true });
    Object.assign(server, { bucket: 204, uploads: ["mat-2"] });
    await flushComplaints();
    expect([server.posted, await allOutgoing(), await picturesOf("cmp-1")]).toEqual([1, [], []]);
  });
  it("keeps what was refused with the reason, and does not send it again", async () => {
    server.http = 400;
    await flushComplaints();
    expect(await outgoingOf("cmp-1")).toMatchObject({ refused: { code: "demo", status: 400 } });
    await flushComplaints();
    expect([server.bodies.length, (await picturesOf("cmp-1")).length]).toEqual([1, 2]);
  });
  it("takes along what was kept while another run was under way", async () => {
    const first = flushComplaints();
    await keepPicture(picture("mat-3", 3, { complaint: "cmp-2", secret: "s3" }));
    await flushComplaints();
    await first;
    expect([server.posted, await addedPictures()]).toEqual([3, []]);
  });
  it("asks again later after too many", async () => {
    server.http = 429;
    await expect(flushComplaints()).rejects.toMatchObject({ problem: { status: 429 } });
    expect(await outgoingOf("cmp-1")).not.toHaveProperty("refused");
  });
  it("announces what is added to a file with its secret in a header, and posts it", async () => {
    await dropOutgoing("cmp-1");
    await keepPicture(picture("mat-3", 3, { secret: "secret-of-the-file", kind: "identity_paper" }));
    await flushComplaints();
    expect(server.bodies.map((one) => one.split(" ")[0])).toEqual(["/api/v1/public/complaints/cmp-1/materials/mat-3"]);
    expect([server.secrets, server.posted, await addedPictures()]).toEqual([["secret-of-the-file"], 1, []]);
    expect(server.bodies.join()).not.toContain("secret-of-the-file");
  });
});
