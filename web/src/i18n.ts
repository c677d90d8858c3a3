/** Words of the screens. Both languages have every key, or the build fails. */
import { computed, ref, watchEffect } from "vue";
import { en } from "./words.en";
import { zh } from "./words.zh";

export interface Words { zh: string; en: string }
export type Language = keyof Words;
export type Key = keyof typeof zh;

const KEPT = "steelyard.language";
const TABLES: Record<Language, Record<Key, string>> = { zh, en };

export const language = ref<Language>(localStorage.getItem(KEPT) === "en" ? "en" : "zh");
watchEffect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

export function switchLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  localStorage.setItem(KEPT, language.value);
}

const table = computed(() => TABLES[language.value]);

export function t(key: Key, facts: Record<string, string> = {}): string {
  return table.value[key].replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? "");
}

/** A sentence the server sent in both languages. */
export function said(words: Words): string {
  return words[language.value];
}
