/* What keeps people out of a page, looked for in the browser; loaded into every page of the walk, before its own script. */
(() => {
  const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
  const HAN = /\p{Script=Han}+/gu;
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
  const language = (element) => element.closest("[lang]").lang.slice(0, 2);
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

  function foreign() {
    const page = language(document.documentElement);
    const found = [];
    for (const [element, text] of words()) {
      if (language(element) !== page || element.closest(TECHNICAL)) continue;
      const wrong = page === "en" ? text.match(HAN) : text.match(RAW)?.filter((word) => !NAMES.has(word));
      if (wrong?.length) found.push(`foreign ${told(element, text)}`);
    }
    return [...new Set(found)];
  }

  /** At a text size of 200 %: what is cut off, runs out of its box, or makes the page scroll sideways. */
  function cut() {
    const { style } = document.documentElement;
    const found = [];
    style.fontSize = "200%";
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`sideways: ${wide} px`);
    for (const element of new Set([...words()].map(([one]) => one))) {
      if (element.closest("option, [data-scrolls]") || !shown(element)) continue;
      const box = element.getBoundingClientRect();
      const { overflowX, overflowY, display } = getComputedStyle(element);
      if (box.width <= 1 || display === "inline") continue;
      const scrolls = (one) => one && one !== document.body && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
      if (scrolls(element)) continue;
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`outside ${told(element, element.innerText)}`);
      else if (element.scrollWidth > element.clientWidth + 1) found.push(`too wide ${told(element, element.innerText)}`);
      else if (/hidden|clip/.test(overflowX + overflowY) && element.scrollHeight > element.clientHeight + 1) found.push(`cut off ${told(element, element.innerText)}`);
    }
    style.fontSize = "";
    return [...new Set(found)];
  }

  window.barriers = { settled, axed, foreign, cut };
})();
