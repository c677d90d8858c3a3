/** Words of the screens. Every word is a pair, Chinese first, so that neither language can miss one. */
import { ref, watchEffect } from "vue";
import { local } from "./storages";
import { common } from "./words/common";

export interface Words { zh: string; en: string }
export type Language = keyof Words;
export type Key = keyof typeof common;
export type Table = Readonly<Record<string, readonly [zh: string, en: string]>>;

const KEPT = "steelyard.language";

export const language = ref<Language>(local.getItem(KEPT) === "en" ? "en" : "zh");
watchEffect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

export function switchLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  local.setItem(KEPT, language.value);
}

/** The words of one page and the common ones: a page's table is loaded with the page. */
export function teller<T extends Table>(own: T): (key: Key | (keyof T & string), facts?: Record<string, string>) => string {
  const table: Table = { ...common, ...own };
  return (key, facts = {}) => {
    const [zh, en] = table[key] ?? [key, key];
    return (language.value === "zh" ? zh : en).replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? "");
  };
}

export const t = teller({});

/** A sentence the server sent in both languages. */
export function said(words: Words): string {
  return words[language.value];
}

/** One pair of words in the language of the screen. */
export function pair(words: readonly [zh: string, en: string]): string {
  return words[language.value === "zh" ? 0 : 1];
}
