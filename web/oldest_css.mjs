/**
 * The built styles against the oldest phones they are for, Chromium 90 and iOS 15, by MDN's data: properties, selectors, rules
 * and units that one of them ignores must be answered for below. Values of properties are not looked at. `npm run oldest`, after a build.
 */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { transform } from "lightningcss";

const { css } = createRequire(import.meta.url)("@mdn/browser-compat-data");
const OLDEST = { chrome_android: 90, safari_ios: 15 };
const NAMED = /^(custom|unknown|unparsed|ignored|nesting|declaration)/;

/** What does no harm where it is ignored, and why. An answer that nothing needs any more is an error. */
const ANSWERS = new Map([
  ["property accent-color", "the box is ticked in the phone's own colour"],
  ["property container-type", "see @container"],
  ["property forced-color-adjust", "the browsers of desks that force colours know it"],
  ["property resize", "iOS has no handle on a text box"],
  ["rule @container", "where text is very large a fact stays beside its name, its words broken"],
  ["selector :focus-visible", "iOS before 15.4 draws its own ring"],
  ["selector :has", "a chosen row has no coloured border, its mark shows it; on a desk an old browser has one column"],
]);

/** The first version that knows it unprefixed and by default, in part at least; Infinity for none. */
const since = (data, phone) => Math.min(...[data.__compat.support[phone]].flat().filter((one) => one?.version_added && !one.prefix && !one.flags).map((one) => parseFloat(one.version_added.replace("≤", ""))));
const isNew = (data) => data?.__compat && Object.entries(OLDEST).some(([phone, version]) => !(since(data, phone) <= version));

/** Names of what one of the phones does not know in a style sheet; a property that is also there with its prefix is known. */
function newer(code) {
  const found = new Set();
  const note = (kind, name, data) => isNew(data) && found.add(`${kind} ${name}`);
  transform({
    filename: "built.css", code: Buffer.from(code), errorRecovery: true,
    visitor: {
      Declaration({ property, value }) {
        const name = property === "custom" || property === "unparsed" ? (value?.propertyId?.property ?? value?.name ?? "") : property;
        if (!name.startsWith("-") && !code.includes(`-webkit-${name}:`)) note("property", name, css.properties[name]);
      },
      Selector(parts) {
        for (const { type, kind } of parts) {
          if (type.startsWith("pseudo") && !NAMED.test(kind)) note("selector", `:${kind}`, css.selectors[kind]);
          if (type === "nesting") found.add("selector &");
        }
      },
      Rule({ type }) {
        if (!NAMED.test(type)) note("rule", `@${type}`, css["at-rules"][type.replace(/-(block|statement)$/, "")]);
      },
      Length({ unit }) {
        if (/^[dsl]v/.test(unit)) note("unit", unit, css.types.length.viewport_percentage_units_dynamic);
        if (/^cq/.test(unit)) note("unit", unit, css.types.length.container_query_length_units);
      },
    },
  });
  return [...found];
}

/** What the phones would stumble over, which the check must find; else it checks nothing. */
const STUMBLES = ["a:has(b){top:0}", "a{height:10dvh}", "@layer x{a{top:0}}", "@container (width>9px){a{top:0}}", "a{& b{top:0}}", "a{accent-color:red}", "a{text-wrap:balance}", "a{width:1cqw}", "a:user-valid{top:0}"];
for (const text of STUMBLES) if (!newer(text).length) throw new Error(`the check does not find ${text}`);
for (const text of ["a{inset:0;aspect-ratio:1;gap:1px;margin-inline:0}", "a:focus-within,a:is(b){top:1vh}"]) if (newer(text).length) throw new Error(`the check refuses ${text}: ${newer(text)}`);

const folder = new URL("dist/assets/", import.meta.url);
const sheets = readdirSync(folder).filter((name) => name.endsWith(".css"));
if (!sheets.length) throw new Error("build first");
const all = sheets.flatMap((name) => newer(readFileSync(new URL(name, folder), "utf8")).map((one) => ({ name, one })));
const unanswered = all.filter(({ one }) => !ANSWERS.has(one));
for (const { name, one } of unanswered) console.error(`${name}: ${one}`);
const unused = [...ANSWERS.keys()].filter((answer) => !all.some(({ one }) => one === answer));
for (const one of unused) console.error(`an answer that nothing needs: ${one}`);
if (unanswered.length || unused.length) process.exit(1);
console.log(`${sheets.length} style sheets, nothing that ${Object.entries(OLDEST).map((one) => one.join(" ")).join(" or ")} would miss`);
