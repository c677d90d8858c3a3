/** The worker that recomputes a whole draw: fetches the published files, verifies them, tells how far it is. */
import "../oldest";
import { PAIRS_FILE } from "./bundle";
import { allPublished } from "./files";
import { fastSha256 } from "./fasthashing";
import { verify, type Fault, type Step } from "./verification";

/** What to verify: the digest of the freeze this phone saw before, and the auditor's file. Both may be empty. */
export interface Asked { plan: string; freezeDigest: string; pairs?: Uint8Array }
export type Told =
  | { kind: "progress"; step: Step | "files"; done: number; total: number }
  | { kind: "verified"; faults: Fault[]; size: number; seconds: number; withPairs: boolean }
  | { kind: "failed" };

const tell = (told: Told): void => postMessage(told);

addEventListener("message", (event: MessageEvent<Asked>) => {
  recompute(event.data).catch(() => tell({ kind: "failed" }));
});

async function recompute({ plan, freezeDigest, pairs }: Asked): Promise<void> {
  const files = await allPublished(plan, (done, total) => tell({ kind: "progress", step: "files", done, total }));
  const began = performance.now();
  const all = pairs ? { ...files, [PAIRS_FILE]: pairs } : files;
  const faults = verify(all, await fastSha256(), (step, done, total) => tell({ kind: "progress", step, done, total }), freezeDigest);
  tell({ kind: "verified", faults, size: files["pool.bin"]?.length ?? 0, seconds: (performance.now() - began) / 1000, withPairs: Boolean(pairs) });
}
