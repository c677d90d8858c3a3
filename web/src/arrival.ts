/** Arriving on a page, for those who do not see it change: its heading gets the focus, and names the window in its language. */
import { onBeforeUpdate, onUpdated, type Ref } from "vue";
import type { Router } from "vue-router";
import { t } from "./i18n";

/** Where the focus stood when a page was left, until the next page's heading has come. */
let from: Element | null | undefined;

/** Orca looks for the focus itself when what had it is gone, and says nothing of what it then finds: the heading gets it once that is over. */
const LEFT_MS = 200;

/** Watch `main` for headings from now on. The first page of all takes no focus: the browser reads it by itself. */
export function announceArrivals(router: Router): void {
  let isFirst = true;
  router.afterEach((to, before, failure) => {
    if (!isFirst && !failure && to.path !== before.path) from = document.activeElement;
    isFirst = false;
  });
  new MutationObserver(arrived).observe(document.body, { childList: true, subtree: true, characterData: true });
}

function arrived(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  const title = [heading?.textContent.trim(), t("appName")].filter(Boolean).join(" · ");
  if (document.title !== title) document.title = title;
  if (!heading || from === undefined) return;
  const left = from;
  from = undefined;
  setTimeout(() => {
    const now = document.activeElement;
    if (now === left || now === document.body) focusOn(document.querySelector<HTMLElement>("main h1")); // somebody who went on already stays there
  }, LEFT_MS);
}

/** Put the focus on what by itself takes none. */
export function focusOn(element: HTMLElement | null): void {
  if (!element) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Where what was chosen takes the place of what it was chosen by, or the other way round, a focus that stood on what is gone goes to `box`, which holds both. */
export function keepFocusIn(box: Ref<HTMLElement | undefined>): void {
  let isInside = false;
  onBeforeUpdate(() => (isInside = box.value?.contains(document.activeElement) ?? false));
  onUpdated(() => isInside && box.value && document.activeElement === document.body && focusOn(box.value));
}

/** Marks what is typed or tapped first where that is not the first field. */
const MEANT = "[data-first]";
const TYPED = "input:not([disabled]), select:not([disabled]), textarea:not([disabled])";

/** To a field, or to the first one within what has this id: to where something is typed or ticked rather than to what folds or opens. What is folded away is opened. */
export function focusField(id: string): void {
  const field = document.getElementById(id);
  if (!field) return;
  for (let around = field.closest("details:not([open])"); around; around = around.closest("details:not([open])")) around.setAttribute("open", "");
  const inside = (what: string): HTMLElement | undefined => [...field.querySelectorAll<HTMLElement>(what)].find((one) => !one.closest("details:not([open]) > :not(summary)"));
  const target = field.matches(TYPED) ? field : (inside(MEANT) ?? inside(TYPED) ?? inside("a, button:not([disabled]), summary") ?? field);
  target.scrollIntoView({ block: "center" });
  focusOn(target);
}
