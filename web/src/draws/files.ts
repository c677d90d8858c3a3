/** The published files of a draw, on our own origin. */
import { PUBLIC_FILES, type FileName, type Files } from "./bundle";

export const addressOf = (plan: string, name: string): string => `/public/draws/${encodeURIComponent(plan)}/${name}`;

/** The file, undefined when it is not published. Throws without a network. */
export async function published(plan: string, name: FileName | "exclusions.json"): Promise<Uint8Array | undefined> {
  const answer = await fetch(addressOf(plan, name), { cache: "no-cache" });
  if (answer.status >= 500) throw new Error(`${name}: ${answer.status}`);
  // A site may answer the app's page for an address that leads nowhere.
  if (!answer.ok || answer.headers.get("Content-Type")?.startsWith("text/html")) return undefined;
  return new Uint8Array(await answer.arrayBuffer());
}

export async function allPublished(plan: string, got: (done: number, total: number) => void): Promise<Files> {
  const files: Partial<Record<FileName, Uint8Array>> = {};
  for (const [done, name] of PUBLIC_FILES.entries()) {
    got(done, PUBLIC_FILES.length);
    const file = await published(plan, name);
    if (file) files[name] = file;
  }
  return files;
}
