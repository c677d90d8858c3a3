/** A visit's evidence as the server lists it and as this phone holds it, brought up to date while the page is open. */
import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef, type Ref } from "vue";
import { call, everyRow } from "../api";
import { newId } from "../ids";
import { where } from "../labels/place";
import { wake } from "../sync/sender";
import type { Exhibit } from "./kinds";
import { capture, flushEvidence, type Facts } from "./sending";
import { keptFiles, shelfChanges, type KeptFile } from "./shelf";

const EVERY_MS = 3000;

/** `picture`: an address to show, empty without one. `isOnPhone`: it was not sent yet. */
export interface Line { exhibit: Exhibit; file: KeptFile | undefined; picture: string; isOnPhone: boolean }
export interface Pack { id: string; state: "queued" | "done" | "failed"; url: string }
export interface Exhibits {
  rows: ComputedRef<Line[]>;
  /** The export asked for here. */
  pack: Ref<Pack | undefined>;
  isListed: ComputedRef<boolean>;
  /** Whether the server has told what it has. */
  answer: Ref<"awaited" | "told" | "unread">;
  /** Keep a file as evidence, then send what can be sent. Throws what forbids it. */
  take: (file: Blob, facts: Omit<Facts, "visit" | "place">) => Promise<void>;
  askForPack: () => Promise<void>;
}

export function useExhibits(visit: string): Exhibits {
  const listed = ref<Exhibit[]>([]);
  const kept = ref<KeptFile[]>([]);
  const pack = ref<Pack>();
  const answer = ref<"awaited" | "told" | "unread">("awaited");
  const pictures = new Map<string, string>();
  let timer = 0;

  const waits = computed(() => kept.value.some((one) => !one.words) || listed.value.some((one) => one.status === "announced") || pack.value?.state === "queued");
  const rows = computed(() => {
    const known = new Set(listed.value.map((one) => one.id));
    const local = kept.value.filter((one) => !known.has(one.evidence)).map((one) => ({ ...one.body, id: one.evidence, by: one.account, status: "announced" as const, thumbnail: "" }));
    return [...listed.value, ...local].map((exhibit) => {
      const file = kept.value.find((one) => one.evidence === exhibit.id);
      return { exhibit, file, picture: exhibit.thumbnail || pictureOf(file), isOnPhone: !known.has(exhibit.id) || (file !== undefined && file.sentMs === 0) };
    });
  });

  function pictureOf(file: KeptFile | undefined): string {
    if (!file?.body.media_type.startsWith("image/")) return "";
    if (!pictures.has(file.evidence)) pictures.set(file.evidence, URL.createObjectURL(file.file));
    return pictures.get(file.evidence) ?? "";
  }
  async function readShelf(): Promise<void> {
    kept.value = (await keptFiles()).filter((one) => one.visit === visit);
  }
  /** Without network the list stays as it was, and what waits on the phone is shown. */
  async function readList(): Promise<void> {
    try {
      listed.value = await everyRow<Exhibit>(`/v1/visits/${visit}/evidence?`);
      answer.value = "told";
      if (pack.value?.state === "queued") pack.value = await call("GET", `/v1/visits/${visit}/exports/${pack.value.id}`);
    } catch {
      if (answer.value === "awaited") answer.value = "unread";
    }
  }
  async function bringUpToDate(): Promise<void> {
    await readList();
    await flushEvidence(new Map(listed.value.map((one) => [one.id, one.status])));
    await readShelf();
  }
  watch(shelfChanges, readShelf);
  onMounted(async () => {
    await readShelf();
    void bringUpToDate();
    timer = window.setInterval(() => {
      if ((waits.value || answer.value === "unread") && !document.hidden) void bringUpToDate();
    }, EVERY_MS);
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    pictures.forEach((address) => URL.revokeObjectURL(address));
  });

  return {
    rows, pack, answer, isListed: computed(() => listed.value.length > 0),
    async take(file, facts) {
      const place = where(Date.now(), 5);
      try {
        await capture(file, { visit, ...facts, ...(place ? { place } : {}) });
      } finally {
        void wake();
        void bringUpToDate();
      }
    },
    async askForPack() {
      pack.value = await call("PUT", `/v1/visits/${visit}/exports/${newId("exp")}`, {});
    },
  };
}

/** How the merchant's side stands: signed, refused before a witness, or neither yet. */
export function signature(rows: readonly Line[]): "merchant" | "refused" | "" {
  const kinds = rows.filter((row) => !row.file?.words).map((row) => row.exhibit.kind);
  return kinds.includes("signature") ? "merchant" : kinds.includes("refusal_note") ? "refused" : "";
}
