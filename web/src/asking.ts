/** What a page asks of the server: whether an answer is awaited, what to show when none came, and that only the last question counts. */
import { computed, onMounted, ref, watch, type ComputedRef, type Ref, type WatchSource } from "vue";
import { linesOf } from "./api";
import { during } from "./underway";

export interface Attempt {
  /** What to show of the last failure; empty while asking and after success. */
  lines: Ref<string[]>;
  /** An act is under way; reading the page is none. */
  busy: ComputedRef<boolean>;
  /** Do `work`; whether it succeeded. `failed` sees what was thrown before its lines are shown. */
  attempt: (work: () => Promise<unknown>, failed?: (failure: unknown) => unknown) => Promise<boolean>;
}

export function useAttempt(lines = ref<string[]>([])): Attempt {
  const running = ref(0);
  async function attempt(work: () => Promise<unknown>, failed?: (failure: unknown) => unknown): Promise<boolean> {
    running.value += 1;
    try {
      return await during(() => telling(lines, work, failed));
    } finally {
      running.value -= 1;
    }
  }
  return { lines, busy: computed(() => running.value > 0), attempt };
}

async function telling(lines: Ref<string[]>, work: () => Promise<unknown>, failed?: (failure: unknown) => unknown): Promise<boolean> {
  lines.value = [];
  try {
    await work();
    return true;
  } catch (failure) {
    await failed?.(failure);
    lines.value = linesOf(failure);
    return false;
  }
}

export interface Load<T> extends Attempt {
  found: Ref<T | undefined>;
  /** Nothing to show yet: neither an answer nor a failure. */
  waits: ComputedRef<boolean>;
  /** Ask again; what stands is shown until the answer comes. */
  load: () => Promise<boolean>;
}

/** What a page shows: read when it opens, and anew from nothing whenever `of` changes. */
export function useLoad<T>(read: () => Promise<T>, of?: WatchSource): Load<T> {
  const acts = useAttempt();
  const { lines } = acts;
  const found = ref() as Ref<T | undefined>;
  const last = lastOnly();
  const load = (): Promise<boolean> => telling(lines, () => last(read, (answer) => (found.value = answer)));
  onMounted(load);
  if (of) {
    watch(of, () => {
      found.value = undefined;
      void load();
    });
  }
  return { ...acts, found, waits: computed(() => found.value === undefined && !lines.value.length), load };
}

export interface Page<Row> { items: Row[]; cursor: string }
export interface Rows<Row> {
  lines: Ref<string[]>;
  rows: Ref<Row[]>;
  cursor: Ref<string>;
  /** Asking, or not asked yet. */
  waits: ComputedRef<boolean>;
  /** The first page again; the rows that stand are shown until it comes. */
  load: () => Promise<boolean>;
  /** Another list: the first page, from nothing. */
  restart: () => Promise<boolean>;
  more: () => Promise<boolean>;
  /** What failed, once more. */
  retry: () => Promise<boolean>;
}

/** A list that answers page by page; the page says when to begin, by `load` or `restart`. */
export function useRows<Row>(read: (cursor: string) => Promise<Page<Row>>): Rows<Row> {
  const { lines, busy, attempt } = useAttempt();
  const rows = ref([]) as Ref<Row[]>;
  const cursor = ref("");
  const isBegun = ref(false);
  const last = lastOnly();
  let asked = "";
  function ask(from: string): Promise<boolean> {
    isBegun.value = true;
    asked = from;
    return attempt(() => last(() => read(from), (page) => {
      rows.value = from ? [...rows.value, ...page.items] : page.items;
      cursor.value = page.cursor;
    }));
  }
  function restart(): Promise<boolean> {
    rows.value = [];
    cursor.value = "";
    return ask("");
  }
  const waits = computed(() => !isBegun.value || busy.value);
  return { lines, rows, cursor, waits, load: () => ask(""), restart, more: () => ask(cursor.value), retry: () => ask(asked) };
}

/** Runs questions so that what comes after a newer question, answer or failure, is dropped. */
export function lastOnly(): <T>(ask: () => Promise<T>, use: (answer: T) => void) => Promise<void> {
  let turn = 0;
  return async (ask, use) => {
    const mine = ++turn;
    try {
      const answer = await ask();
      if (mine === turn) use(answer);
    } catch (failure) {
      if (mine === turn) throw failure;
    }
  };
}
