/**
 * What is on this phone alone, listed a second time apart from the databases it lies in: when the browser cleared those, the
 * list still says what is gone. docs/sync-protocol.md.
 */
import { ref } from "vue";
import { local } from "./storages";

export type Kind = "draft" | "entry" | "file";
/** `name`: its key in the database. `what`: form, kind of entry or of evidence. `made`: Unix milliseconds. */
export interface Held { kind: Kind; account: string; name: string; what: string; visit: string; made: number }

const HELD = "steelyard.held";
const LOST = "steelyard.lost";

function read(name: string): Held[] {
  try {
    return JSON.parse(local.getItem(name) ?? "[]") as Held[];
  } catch {
    return []; // cut off: it is written whole with the next change
  }
}

function write(name: string, all: readonly Held[]): void {
  const text = JSON.stringify(all);
  try {
    if (all.length) local.setItem(name, text);
    else local.removeItem(name);
  } catch {
    return; // no room: what is kept counts more than its list
  }
}

/** All of this kind that stands now, of one account or of all; what is known already keeps its time. */
export function tellHeld(kind: Kind, account: string | undefined, all: readonly Held[]): void {
  const before = read(HELD);
  const isOther = (one: Held): boolean => one.kind !== kind || (account !== undefined && one.account !== account);
  const known = new Map(before.filter((one) => !isOther(one)).map((one) => [one.name, one]));
  if (known.size === all.length && all.every((one) => known.has(one.name))) return;
  write(HELD, [...before.filter(isOther), ...all.map((one) => known.get(one.name) ?? one)]);
}

/** What was lost and nobody has read of yet. */
export const lost = ref<Held[]>(read(LOST));

export function forgetLost(): void {
  lost.value = [];
  write(LOST, []);
}

/** Compare the list with what is there. `isThere` looks one up; of what cannot be looked up nothing is said. */
export async function noticeLoss(isThere: (one: Held) => Promise<boolean>): Promise<void> {
  const gone: Held[] = [];
  for (const one of read(HELD)) if (!(await isThere(one).catch(() => true))) gone.push(one);
  if (!gone.length) return;
  lost.value = [...lost.value, ...gone];
  write(LOST, lost.value);
  const names = new Set(gone.map((one) => `${one.kind} ${one.name}`));
  write(HELD, read(HELD).filter((one) => !names.has(`${one.kind} ${one.name}`)));
}

/** Look one up where its kind is kept. */
export async function isHeld({ kind, account, name }: Held): Promise<boolean> {
  if (kind === "draft") return (await (await import("./drafts")).readDraft(name)) !== undefined;
  if (kind === "file") return (await import("./evidence/shelf")).isKept(name);
  const { entry } = await import("./sync/store");
  const [device = "", n = ""] = name.split(" ");
  return (await entry(account, device, Number(n))) !== undefined;
}
