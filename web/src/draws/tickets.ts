/** Tickets, values and who comes first in a stratum (docs/draw-protocol.md section 5). 64-bit words are two 32-bit halves. */
import { big, joined, order } from "./bytes";
import type { Pool } from "./forms";
import type { Sha256 } from "./hashing";

const TICKET_BYTES = 32;
const WORD_BYTES = 8;
const WORDS = TICKET_BYTES / WORD_BYTES;
const SLACK = 1024;

export const ticketOf = (sha256: Sha256, seed: Uint8Array, stratum: number, id: Uint8Array): Uint8Array => sha256(joined(seed, big(stratum, 2), id));

/** The least of the first `weight` words of the hash stream that begins with the ticket. */
export function valueOf(sha256: Sha256, ticket: Uint8Array, weight: number): Uint8Array {
  let least = ticket.subarray(0, WORD_BYTES);
  let block = ticket;
  for (let word = 1; word < weight; word++) {
    if (word % WORDS === 0) block = sha256(joined(ticket, Uint8Array.of(word / WORDS)));
    const begins = (word % WORDS) * WORD_BYTES;
    const other = block.subarray(begins, begins + WORD_BYTES);
    if (order(other, least) < 0) least = other;
  }
  return least;
}

/** Where an entry stands in its stratum: by value, ticket, id. */
export interface Rank { value: Uint8Array; ticket: Uint8Array; id: Uint8Array }

export const byRank = (one: Rank, other: Rank): number => order(one.value, other.value) || order(one.ticket, other.ticket) || order(one.id, other.id);

export function rankOf(sha256: Sha256, seed: Uint8Array, entry: { id: Uint8Array; stratum: number; weight: number }): Rank {
  const ticket = ticketOf(sha256, seed, entry.stratum, entry.id);
  return { value: valueOf(sha256, ticket, entry.weight), ticket, id: entry.id };
}

const half = (bytes: Uint8Array, place: number): number =>
  (((bytes[place] as number) << 24) | ((bytes[place + 1] as number) << 16) | ((bytes[place + 2] as number) << 8) | (bytes[place + 3] as number)) >>> 0;

/** The `take` first of one stratum, however many pass by; what cannot be among them is passed over by its value alone. */
class Smallest {
  private highs: Uint32Array;
  private lows: Uint32Array;
  private tickets: Uint8Array;
  private indices: Uint32Array;
  private count = 0;
  private barHigh = 0xffffffff;
  private barLow = 0xffffffff;

  constructor(private readonly take: number, private readonly pool: Pool) {
    const room = take ? 2 * take + SLACK : 0;
    [this.highs, this.lows, this.indices] = [new Uint32Array(room), new Uint32Array(room), new Uint32Array(room)];
    this.tickets = new Uint8Array(room * TICKET_BYTES);
  }
  add(value: Uint8Array, ticket: Uint8Array, index: number): void {
    const high = half(value, 0);
    if (high > this.barHigh || !this.take) return;
    const low = half(value, 4);
    if (high === this.barHigh && low > this.barLow) return;
    this.highs[this.count] = high;
    this.lows[this.count] = low;
    this.indices[this.count] = index;
    this.tickets.set(ticket, this.count * TICKET_BYTES);
    if (++this.count === this.highs.length) this.cut();
  }
  private ticket(at: number): Uint8Array {
    return this.tickets.subarray(at * TICKET_BYTES, (at + 1) * TICKET_BYTES);
  }
  private cut(): void {
    const number = (of: Uint32Array, at: number): number => of[at] as number;
    // Of equal tickets the pool's order decides, which is that of the ids.
    const kept = Uint32Array.from({ length: this.count }, (_, at) => at).sort((one, other) =>
      number(this.highs, one) - number(this.highs, other) || number(this.lows, one) - number(this.lows, other)
      || order(this.ticket(one), this.ticket(other)) || number(this.indices, one) - number(this.indices, other),
    ).subarray(0, this.take);
    const inOrder = (of: Uint32Array): Uint32Array => {
      const made = new Uint32Array(of.length);
      kept.forEach((from, to) => (made[to] = number(of, from)));
      return made;
    };
    const tickets = new Uint8Array(this.tickets.length);
    kept.forEach((from, to) => tickets.set(this.ticket(from), to * TICKET_BYTES));
    [this.highs, this.lows, this.indices, this.tickets] = [inOrder(this.highs), inOrder(this.lows), inOrder(this.indices), tickets];
    this.count = kept.length;
    if (this.count === this.take) [this.barHigh, this.barLow] = [number(this.highs, this.count - 1), number(this.lows, this.count - 1)];
  }
  first(): Place[] {
    this.cut();
    return Array.from({ length: this.count }, (_, at) => ({ id: this.pool.id(this.indices[at] as number), ticket: this.ticket(at) }));
  }
}

export interface Place { id: Uint8Array; ticket: Uint8Array }

/** The first `takes[n]` of every stratum n, in order; the pool has been checked. */
export function draw(sha256: Sha256, seed: Uint8Array, pool: Pool, takes: readonly number[], passed: (index: number) => void): Place[][] {
  const strata = takes.map((take) => new Smallest(Math.min(take, pool.size), pool));
  const messages = Array.from({ length: pool.idBytes + 1 }, (_, idBytes) => joined(seed, new Uint8Array(2 + idBytes)));
  for (let index = 0; index < pool.size; index++) {
    const id = pool.id(index);
    const stratum = pool.stratum(index);
    const message = messages[id.length] as Uint8Array;
    message[TICKET_BYTES] = stratum >>> 8;
    message[TICKET_BYTES + 1] = stratum & 0xff;
    message.set(id, TICKET_BYTES + 2);
    const ticket = sha256(message);
    const weight = pool.weight(index);
    (strata[stratum] as Smallest).add(weight === 1 ? ticket : valueOf(sha256, ticket, weight), ticket, index);
    passed(index);
  }
  return strata.map((one) => one.first());
}
