/**
 * The built script against the oldest phones it is for, Chromium 90 and iOS 15: no newer syntax, and of newer built-ins
 * and browser APIs only what is answered for below. Built-ins by eslint-plugin-es-x, APIs by MDN's data. `npm run oldest`, after a build.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";

const OLDEST = ["chrome 90", "ios_saf 15"];
const YEARS = ["es2022", "es2023", "es2024", "es2025", "es2026"];
/** Of those years, but both phones know them. */
const KNOWN = ["class-instance-fields", "class-static-fields", "class-private-fields", "class-private-methods", "top-level-await", "regexp-d-flag"];

/** Which finding, where by the text around it, and why it does no harm. An answer that nothing needs any more is an error. */
const ANSWERS = [
  [/no-(array|string|typed-array)-prototype-at$|findlast|hasown/, /./, "src/oldest.ts brings it"],
  [/no-iterator-prototype-(?!take|drop|toarray)/, /./, "an array's method of the same name; TypeScript knows no iterator's (lib ES2022)"],
  [/iterator-prototype-take/, /\.exhibits\.take\(|this\.take\b/, "methods and fields of ours"],
  [/set-prototype-difference/, /\)\.difference\b/, "a field of a check"],
  [/arraybuffer-prototype-transfer/, /this\.detached\b|`detached`in /, "a field of Vue's; fake-indexeddb asks first"],
  [/set-prototype-intersection/, /`intersection`in /, "fake-indexeddb asks first"],
  [/compat/, /typeof scheduler</, "fake-indexeddb asks first"],
  [/compat/, /structuredClone/, "fake-indexeddb's, and src/memory.ts brings it"],
  [/array-prototype-to(reversed|sorted|spliced)/, /\(this\)\.to(Reversed|Sorted|Spliced)\(/, "Vue passes on what the app would call; it does not"],
  [/uint8array/, /typeof Uint8Array\.from|\)return \w+\.toHex\(\)|\)try\{return Uint8Array\.fromHex|is0\(\)\?`ZERO`:this|toString\(\)\{return this\.toHex/, "noble asks first; a method of its points"],
  [/growable/, /\.grow\(\w+\),\w+\(\),1\}catch/, "a WebAssembly memory's, as old as WebAssembly"],
  [/compat/, /navigator\.(locks|storage)\)?[;=]/, "asked for by Partial<Navigator> before it is used"],
  [/compat/, /Object\.hasOwn/, "src/oldest.ts brings it"],
  [/compat/, /try\{let \w+=new OffscreenCanvas/, "barcode-detector draws on a canvas of the page instead"],
  [/compat/, /typeof BroadcastChannel/, "asked first; where it is missing each tab renews by itself"],
  [/compat/, /globalThis\.BarcodeDetector/, "labels/reader.ts reads by zxing instead"],
].map(([rule, text, why]) => ({ rule, text, why, used: false }));

const eslint = new ESLint({
  cwd: import.meta.dirname,
  overrideConfigFile: true,
  ignore: false,
  allowInlineConfig: false,
  overrideConfig: {
    files: ["**/*.js"],
    plugins: { "es-x": esx, compat },
    languageOptions: { ecmaVersion: "latest", sourceType: "module" },
    settings: { browsers: OLDEST, lintAllEsApis: true, "es-x": { aggressive: true } },
    rules: {
      ...Object.assign({}, ...YEARS.map((year) => esx.configs[`flat/no-new-in-${year}`].rules)),
      ...Object.fromEntries(KNOWN.map((one) => [`es-x/no-${one}`, "off"])),
      "es-x/no-regexp-lookbehind-assertions": "error", // of ES2018, but iOS has them from 16.4
      "compat/compat": "error",
      // What MDN's data has under interfaces, which no name in a script tells.
      "no-restricted-properties": [
        "error",
        { object: "crypto", property: "randomUUID" },
        { object: "AbortSignal", property: "timeout" },
        { object: "AbortSignal", property: "any" },
      ],
    },
  },
});

/** What each of the phones would stumble over, which the check must find; else it checks nothing. */
const STUMBLES = [
  "class A { static { f(); } }", "/(?<=a)b/.test(c);", "#x in y;".replace(/(.*)/, "class B { #x; f(y) { return $1 } }"), "[1].at(-1);", "x.findLast(f);",
  "x.toSorted();", "Object.groupBy(x, f);", "Promise.withResolvers();", "structuredClone(x);", "crypto.randomUUID();", "new BroadcastChannel('x');", "new CompressionStream('gzip');", "AbortSignal.timeout(1);",
];
for (const text of STUMBLES) {
  const [{ messages }] = await eslint.lintText(text, { filePath: "stumble.js" });
  if (!messages.some((one) => one.ruleId)) throw new Error(`the check does not find ${text}`);
}

const faults = [];
for (const { filePath, messages } of await eslint.lintFiles(["dist/**/*.js"])) {
  const lines = readFileSync(filePath, "utf8").split("\n");
  for (const { ruleId, message, line, column } of messages) {
    const around = lines[line - 1].slice(Math.max(0, column - 60), column + 80);
    const answers = ANSWERS.filter(({ rule, text }) => ruleId && rule.test(ruleId) && text.test(around));
    for (const one of answers) one.used = true;
    if (!answers.length) faults.push(`${basename(filePath)}: ${message} (${ruleId ?? "syntax"})\n    ${around}`);
  }
}
for (const { rule, text, used } of ANSWERS) if (!used) faults.push(`nothing needs the answer ${rule} ${text} any more`);
if (faults.length) {
  console.error(`What ${OLDEST.join(" and ")} do not know:\n${faults.join("\n")}`);
  process.exitCode = 1;
}
