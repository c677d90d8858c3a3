/** The verifier of src/draws as Node can import it, made by the bundler that makes the browser's. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

export async function verifier() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const outDir = await mkdtemp(join(tmpdir(), "draws-"));
  await build({
    configFile: false, publicDir: false, logLevel: "error", root, ssr: { noExternal: true },
    build: { ssr: "src/draws/node.ts", outDir, emptyOutDir: false },
  });
  return import(pathToFileURL(join(outDir, "node.js")).href);
}
