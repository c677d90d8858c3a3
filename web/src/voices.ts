/** Chinese within an English page: marked, so that a screen reader reads names, places and people's words in the right voice. */
import { h, type FunctionalComponent } from "vue";
import { language } from "./i18n";

/** From Chinese to Chinese across whatever has no small letter, with the numbers, capitals and brackets that touch it. */
const CHINESE = /([A-Z\d（(《“]*\p{Script=Han}(?:[^a-z]*\p{Script=Han})?[A-Z\d）)*》”。]*)/u;

/** English and Chinese in turn, English first; what there is none of is "". */
export function byVoice(text: string): string[] {
  return text.split(CHINESE);
}

/** What every text of a template becomes: see voices.ts beside vite.config.ts. */
export const Voiced: FunctionalComponent<{ text: string }> = ({ text }) => {
  const parts = language.value === "en" ? byVoice(text) : [];
  if (parts.length < 2) return text;
  if (!parts.some((part, at) => at % 2 === 0 && part.trim())) return h("span", { lang: "zh" }, text);
  return h("span", parts.map((part, at) => (at % 2 ? h("span", { lang: "zh" }, part) : part)));
};
