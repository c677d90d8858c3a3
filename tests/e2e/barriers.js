/* What keeps people out of a page, looked for in the browser; loaded into every page of the walk, before its own script. */
(() => {
  const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
  /** Small letters in a row that Chinese sentences have as they are: names of formats, of tools, and one example of pinyin. */
  const NAMES = new Set(["json", "jsonl", "jsonld", "csv", "xlsx", "tlog", "proof", "drand", "sha256sum", "ysc", "para"]);
  const RAW = /\b(?:[a-z]+_\w+|undefined|null|NaN|\[object \w+\]|[a-z]{3}-[0-9a-z]{26}|[a-z]{3,}\w*)/g;
  /** Where what machines read is meant to be seen. */
  const TECHNICAL = "code, pre, .number, .hash, [data-raw]";

  let asked = 0;
  const { fetch } = window;
  window.fetch = (...what) => {
    asked += 1;
    return fetch(...what).finally(() => (asked -= 1));
  };

  const shown = (element) => (element.closest("select") ?? element).checkVisibility({ visibilityProperty: true });
  const language = (element) => element.closest("[lang]").getAttribute("lang").slice(0, 2);
  const told = (element, text) => `${element.localName}${[...element.classList].map((one) => `.${one}`).join("")}: ${text.trim().slice(0, 60)}`;

  /** Visible words, each with the element that has it: texts, names for screen readers, hints in fields. */
  function* words() {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const { parentElement: element, data } = nodes.currentNode;
      if (data.trim() && !element.closest("script, style, noscript") && shown(element)) yield [element, data];
    }
    for (const name of ["aria-label", "title", "alt", "placeholder"]) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) if (shown(element)) yield [element, element.getAttribute(name)];
    }
  }

  /** Whether the page asks nothing more, says so, and gave its name to the window. */
  function settled() {
    const main = document.querySelector("main");
    const heading = main?.querySelector("h1")?.textContent.trim();
    const app = language(document.documentElement) === "en" ? "Steelyard" : "权衡";
    return asked === 0 && heading && document.title === `${heading} · ${app}` && !/正在读取|Loading…/.test(main.innerText);
  }

  async function axed(rules) {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], runOnly: rules ?? RULES });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id} (${one.impact}): ${node.html.slice(0, 160)}`));
  }

  /** What Chinese pages show that only programs read. */
  function raw() {
    const found = [];
    for (const [element, text] of words()) {
      if (language(element) !== "zh" || element.closest(TECHNICAL)) continue;
      if (text.match(RAW)?.some((word) => !NAMES.has(word))) found.push(`raw ${told(element, text)}`);
    }
    return [...new Set(found)];
  }

  /** Chinese in an English page that no mark tells the screen reader of. */
  function chinese() {
    const found = [...words()].filter(([element, text]) => language(element) === "en" && !element.closest("code, pre, [data-raw]") && /\p{Script=Han}/u.test(text));
    return [...new Set(found.map(([element, text]) => `unmarked ${told(element, text)}`))];
  }

  window.barriers = { chinese, settled, axed, raw };
})();
