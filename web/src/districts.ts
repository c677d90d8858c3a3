import { pair } from "./i18n";

/** The districts of Xiamen in GB/T 2260, as chalicelib/registry has them. */
export const DISTRICTS: readonly { code: string; words: readonly [zh: string, en: string] }[] = [
  { code: "350203", words: ["思明区", "Siming"] },
  { code: "350205", words: ["海沧区", "Haicang"] },
  { code: "350206", words: ["湖里区", "Huli"] },
  { code: "350211", words: ["集美区", "Jimei"] },
  { code: "350212", words: ["同安区", "Tong'an"] },
  { code: "350213", words: ["翔安区", "Xiang'an"] },
];
/** The same for a field to choose from. */
export const DISTRICT_CHOICES = DISTRICTS.map(({ code, words }) => ({ value: code, words }));

export function districtName(code: string): string {
  return pair(DISTRICTS.find((one) => one.code === code)?.words ?? [code, code]);
}
