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
  /** Counted until the page has it whole and has drawn what follows. */
  window.fetch = async (...what) => {
    asked += 1;
    const over = () => setTimeout(() => (asked -= 1));
    try {
      const answer = await fetch(...what);
      answer.clone().arrayBuffer().then(over, over);
      return answer;
    } catch (failure) {
      over();
      throw failure;
    }
  };

  const shown = (element) => (element.closest("select") ?? element).checkVisibility({ visibilityProperty: true });
  const language = (element) => element.closest("[lang]").getAttribute("lang").slice(0, 2);
  const told = (element, text) => `${element.localName}${[...element.classList].map((one) => `.${one}`).join("")}: ${text.trim().slice(0, 60)}`;

  /** Texts on the screen, each with the element that has it. */
  function* texts() {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const { parentElement: element, data } = nodes.currentNode;
      if (data.trim() && !element.closest("script, style, noscript") && shown(element)) yield [element, nodes.currentNode];
    }
  }

  /** Visible words, each with the element that has it: texts, names for screen readers, hints in fields. */
  function* words() {
    for (const [element, { data }] of texts()) yield [element, data];
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
    const { violations } = await axe.run(document, { iframes: false, selectors: false, resultTypes: ["violations"], runOnly: rules ?? RULES });
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

  /** What Orca says without need: a status that has none ("status bar"), and signs that only the eye wants. */
  function noise() {
    const isEmpty = (one) => !one.textContent.trim();
    const isSign = ({ content }) => /[✓▲✕+–]/.test(content) && !/\/ ""$/.test(content);
    const signed = [...document.querySelectorAll("summary, .shaped, .lacks")].filter((one) => ["::before", "::after"].some((part) => isSign(getComputedStyle(one, part))));
    return [...[...document.querySelectorAll("[role=status]")].filter(isEmpty), ...signed].map((one) => `noise ${told(one, one.textContent)}`);
  }

  /** What is tapped, as a thumb meets it: a box within a label counts with its label; a link within a sentence is let off. */
  function small(least) {
    const sized = (one) => one.getBoundingClientRect();
    const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && sized(one).width > 1;
    const isInText = (one) => one.tagName === "A" && getComputedStyle(one).display.startsWith("inline")
      && one.closest("p, li, dd, td, blockquote, .row")?.textContent.trim() !== one.textContent.trim();
    const sizeTold = (one, { width, height } = sized(one)) => `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 160)}`;
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")]
      .map((one) => (["checkbox", "radio", "file"].includes(one.type) ? one.closest("label") ?? one : one))
      .filter((one) => isSeen(one) && !isInText(one) && Math.min(sized(one).width, sized(one).height) < least - 0.5)
      .map((one) => sizeTold(one));
  }

  const LARGE = "200%";
  /** Drawn to a size of its own, by the system, or out of sight until it has the focus. */
  const APART = "svg, option, .skip";
  /** Words as people write them; numbers and codes may break anywhere. */
  const WORD = /(?<![\d\p{L}])\p{Lu}?\p{Ll}+(?![\d\p{L}])/gu;

  const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  const scrollsAside = (style) => /auto|scroll/.test(style.overflowX);
  const clips = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const isFramed = (style) => !/, 0\)$|transparent/.test(style.backgroundColor) || parseFloat(style.borderRightWidth) > 0;

  /** The boxes of a text's lines, or of a part of it. */
  function linesOf(node, from = 0, to = node.length) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter(({ width }) => width > 1);
  }

  /** An element and what it is in, from the inside, with their styles; up to the page's body. */
  function around(element) {
    const all = [];
    for (let one = element; one && one !== document.body; one = one.parentElement) all.push({ one, style: getComputedStyle(one), box: one.getBoundingClientRect() });
    return all;
  }

  /** How a text fails to fit where it stands: within the screen, and within the frame around it. */
  function* unfit(places, lines, slack) {
    const end = places.findIndex(({ style }) => scrollsAside(style));
    if (end < 0 && lines.some(({ left, right }) => left < -1 || right > innerWidth + 1)) yield "outside the screen";
    const frame = places.slice(0, end < 0 ? undefined : end).find(({ style }) => style.display !== "inline" && (clips(style) || isFramed(style)));
    const isOut = ({ left, right, top, bottom }) => left < frame.box.left - 1 || right > frame.box.right + 1 || top < frame.box.top - slack || bottom > frame.box.bottom + slack;
    if (frame && lines.some(isOut)) yield clips(frame.style) ? "cut off" : "out of its frame";
  }

  /** Words that go on in the next line, but those that are hyphenated because no line of theirs has room for them. */
  function* broken(node, [{ one, style, box }]) {
    if (one.closest(TECHNICAL)) return;
    for (const { 0: word, index } of node.data.matchAll(WORD)) {
      const parts = linesOf(node, index, index + word.length);
      const isTooLong = parts.reduce((sum, { width }) => sum + width, 0) > box.width;
      if (new Set(parts.map(({ top }) => Math.round(top))).size > 1 && !(style.hyphens === "auto" && isTooLong)) yield `broken ${word}`;
    }
  }

  /** Lines that stand on others of the same layer; what stays on the screen while the page moves is a layer. */
  function* covered(all) {
    all.sort((one, other) => one.line.top - other.line.top);
    for (const [at, { line, slack, layer, node, tells }] of all.entries()) {
      for (const other of all.slice(at + 1)) {
        if (other.line.top > line.bottom - Math.max(slack, other.slack)) break;
        const isBeside = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left) < 2;
        if (other.layer === layer && other.node !== node && !isBeside) yield `${tells} on ${other.tells}`;
      }
    }
  }

  /** What a text size of 200 % does to a page: text that does not grow, does not fit, breaks within a word, lies on other text; a page that moves sideways. */
  async function cramped() {
    const root = document.documentElement;
    const before = [...texts()].filter(([element]) => !element.closest(APART)).map(([element, node]) => ({ element, node, size: sizeOf(element) }));
    root.style.fontSize = LARGE;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const found = root.scrollWidth > innerWidth ? [`sideways: ${root.scrollWidth} px`] : [];
    const all = [];
    for (const { element, node, size } of before.filter((one) => one.node.isConnected)) {
      const places = around(element);
      if (places.some(({ style, box }) => clips(style) && box.width <= 1)) continue; // for screen readers alone
      const [lines, slack, tells] = [linesOf(node), sizeOf(element) / 4, told(element, node.data)];
      if (sizeOf(element) < size * 1.9) found.push(`does not grow: ${tells}`);
      for (const how of [...unfit(places, lines, slack), ...broken(node, places)]) found.push(`${how}: ${tells}`);
      const layer = places.find(({ style }) => /fixed|sticky/.test(style.position))?.one;
      all.push(...lines.map((line) => ({ line, slack, layer, node, tells })));
    }
    found.push(...covered(all));
    root.style.fontSize = "";
    return [...new Set(found)];
  }

  /** All of it, on the page as it stands. */
  async function found(thumb) {
    const spoken = language(document.documentElement) === "en" ? chinese() : raw();
    return [...(await axed()), ...spoken, ...noise(), ...small(thumb), ...(await cramped()).map((one) => `200 %: ${one}`)];
  }

  window.barriers = { axed, cramped, found, settled };
})();
