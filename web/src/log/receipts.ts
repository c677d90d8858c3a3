/** A receipt: C2SP tlog-proof, whose extra data are the leaf and, until it is erased, its content. */
import { hex, joined, unhex, utf8 } from "../draws/bytes";
import { plainSha256 } from "../draws/hashing";
import { isIncluded } from "../draws/merkle";
import type { Fault } from "./audit";
import { checkpointOf, Malformed, noteOf, signed, unbase64, type Key, type Note } from "./notes";
import { leafHash } from "./tiles";

export interface Leaf { event: string; id: string; version: number; commitment: string }
export interface Content { text: string; salt: Uint8Array }
export interface Receipt { index: number; leaf: Uint8Array; proof: Uint8Array[]; checkpoint: Note; content?: Content }

const SALT_BYTES = 32;
const LONGEST = 2_000_000;
const MOST_HASHES = 63;

const decoded = (raw: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(raw);
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("not JSON");
  }
}

/** The leaf in an entry. Throws Malformed, also for another form of the same. */
export function leafOf(raw: Uint8Array): Leaf {
  let text: string;
  try {
    text = decoded(raw);
  } catch {
    throw new Malformed("not UTF-8");
  }
  const told = json(text) as Partial<Leaf> | null;
  const { event, id, version, commitment } = told ?? {};
  if (typeof event !== "string" || typeof id !== "string" || !Number.isInteger(version) || typeof commitment !== "string") throw new Malformed("not a leaf");
  const leaf = { event, id, version: version as number, commitment };
  if (JSON.stringify({ commitment, event, id, version }) !== text) throw new Malformed("not canonical");
  return leaf;
}

/** The content in a file. Throws Malformed. */
export function contentOf(file: string): Content {
  const told = json(file) as { content?: unknown; salt?: unknown } | null;
  const { content, salt } = told ?? {};
  if (typeof content !== "string" || typeof salt !== "string" || !/^(?:[0-9a-f]{2}){32}$/.test(salt)) throw new Malformed("not content");
  const inside = json(content);
  if (typeof inside !== "object" || inside === null || Array.isArray(inside)) throw new Malformed("not content");
  return { text: content, salt: unhex(salt).slice(0, SALT_BYTES) };
}

export const isOf = (content: Content, leaf: Leaf): boolean => hex(plainSha256(joined(content.salt, utf8(content.text)))) === leaf.commitment;

/** The receipt in a file. Throws Malformed. */
export function receiptOf(text: string): Receipt {
  const cut = text.indexOf("\n\n");
  const [first, extra = "", index = "", ...proof] = text.slice(0, Math.max(0, cut)).split("\n");
  const place = /^index (0|[1-9][0-9]{0,14})$/.exec(index);
  if (text.length > LONGEST || first !== "c2sp.org/tlog-proof@v1" || !place || !extra.startsWith("extra ") || proof.length > MOST_HASHES) throw new Malformed("not a receipt");
  let told: { leaf?: unknown; content?: unknown } | null;
  try {
    told = json(decoded(unbase64(extra.slice("extra ".length)))) as typeof told;
  } catch {
    throw new Malformed("not a receipt");
  }
  const { leaf, content } = told ?? {};
  const steps = proof.map(unbase64);
  if (typeof leaf !== "string" || steps.some((one) => one.length !== 32)) throw new Malformed("not a receipt");
  const receipt: Receipt = { index: Number(place[1]), leaf: utf8(leaf), proof: steps, checkpoint: noteOf(text.slice(cut + 2)) };
  if (content === undefined) return receipt;
  if (typeof content !== "string") throw new Malformed("not a receipt");
  return { ...receipt, content: contentOf(content) };
}

/** What is wrong with a receipt. */
export async function receiptFaults(receipt: Receipt, keys: readonly Key[]): Promise<Fault[]> {
  let leaf: Leaf;
  const where = String(receipt.index);
  try {
    await signed(receipt.checkpoint, keys);
  } catch {
    return [{ code: "checkpoint.signature", where: "receipt" }];
  }
  try {
    leaf = leafOf(receipt.leaf);
  } catch {
    return [{ code: "entry.malformed", where }];
  }
  const { size, root } = checkpointOf(receipt.checkpoint.text);
  if (!isIncluded(plainSha256, leafHash(receipt.leaf), receipt.index, size, receipt.proof, root)) return [{ code: "receipt.not_included", where }];
  return receipt.content && !isOf(receipt.content, leaf) ? [{ code: "content.changed", where }] : [];
}

