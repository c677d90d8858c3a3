/** A JSON pointer into what was sent, in the words of the screens. */
import type { Words } from "./i18n";
import { fields } from "./words/fields";

const TABLE = new Map<string, readonly [zh: string, en: string]>(Object.entries(fields));

/** Each step of the way that has words; both empty where none has: what a refusal says of it must do then. */
export function wordsOf(pointer: string): Words {
  const steps = pointer.split("/").flatMap((step) => {
    const place = Number(step) + 1;
    const named = /^\d+$/.test(step) ? ([`第 ${place} 项`, `no. ${place}`] as const) : TABLE.get(step);
    return named ? [named] : [];
  });
  return { zh: steps.map(([zh]) => zh).join(" · "), en: steps.map(([, en]) => en).join(" · ") };
}
