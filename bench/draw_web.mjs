/**
 * The browser's verifier on a whole province: CPU seconds of one full verification, and the ratio to one SHA-256 per id in C.
 *
 *     node bench/draw_web.mjs [size] [drawn]
 *
 * The bundle is made by bench/draw_web.py, the floor is that of bench/draw.py.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifier } from "../web/tests/draws/built.mjs";

const [size = "2000000", drawn = "20000"] = process.argv.slice(2);
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "draw-"));
try {
  const floor = Number(execFileSync(".venv/bin/python", ["-m", "bench.draw_web", folder, size, drawn], { cwd: root, encoding: "utf8" }));
  const names = ["freeze.json", "pool.bin", "officers.bin", "randomness.json", "opening.json", "result.json"];
  const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  const { fastSha256, plainSha256, verify } = await verifier();
  console.log(`${Number(size).toLocaleString()} entries, ${Number(drawn).toLocaleString()} drawn, Node ${process.version}, ${cpus()[0].model}`);
  if (floor) console.log(`floor        ${floor.toFixed(2).padStart(6)} s CPU   one SHA-256 per id in C`);
  for (const [name, sha256] of [["WASM", await fastSha256()], ["JavaScript", plainSha256]]) {
    const before = process.cpuUsage();
    const began = performance.now();
    const faults = verify(files, sha256);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (faults.length) throw new Error(JSON.stringify(faults));
    const ratio = floor ? `${(seconds / floor).toFixed(1).padStart(6)}x the floor` : "";
    console.log(`${name.padEnd(12)} ${seconds.toFixed(2).padStart(6)} s CPU ${ratio}   wall ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  console.log(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB of the process`);
} finally {
  rmSync(folder, { recursive: true });
}
