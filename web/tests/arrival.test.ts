import { createRenderer, h, nextTick, ref } from "vue";
import { expect, test, vi } from "vitest";
import { keepFocusIn } from "../src/arrival";

interface Node { tag: string; children: Node[]; parent?: Node; tabIndex: number; contains: (other: unknown) => boolean; hasAttribute: () => boolean; focus: () => void }

/** Just enough of a page: what is taken out drops the focus, as browsers do. */
function page(): { body: Node; focused: () => Node; render: ReturnType<typeof createRenderer<Node, Node>> } {
  const make = (tag: string): Node => {
    const node: Node = {
      tag, children: [], tabIndex: -1, hasAttribute: () => false,
      contains: (other) => other === node || node.children.some((one) => one.contains(other)),
      focus: () => Object.assign(document, { activeElement: node }),
    };
    return node;
  };
  const body = make("body");
  Object.assign(document, { body, activeElement: body });
  const render = createRenderer<Node, Node>({
    createElement: make, createText: make, createComment: make, patchProp: () => undefined, setText: () => undefined, setElementText: () => undefined,
    insert: (node, into) => void (into.children.push(node), (node.parent = into)),
    remove: (node) => {
      if (node.contains(document.activeElement)) body.focus();
      node.parent?.children.splice(node.parent.children.indexOf(node), 1);
    },
    parentNode: (node) => node.parent ?? null, nextSibling: () => null,
  });
  return { body, render, focused: () => document.activeElement as unknown as Node };
}

test("the focus that stood on what was chosen by goes to what holds what was chosen, and no other focus moves", async () => {
  const { body, focused, render } = page();
  const chosen = ref("");
  const app = render.createApp({
    setup() {
      const box = ref<HTMLElement>();
      keepFocusIn(box);
      return () => h("div", { ref: box }, [chosen.value ? h("p", { key: "p" }) : h("a", { key: "a" }), h("input", { key: chosen.value && "input" })]);
    },
  });
  app.mount(body);
  const [box] = body.children as [Node];
  const focus = vi.fn(box.focus);
  box.focus = focus;

  chosen.value = "A01";
  await nextTick();
  expect(focus).not.toHaveBeenCalled(); // it stood elsewhere

  chosen.value = "";
  await nextTick();
  box.children[0]?.focus();
  chosen.value = "A02";
  await nextTick();
  expect(focused()).toBe(box);
  expect(focus).toHaveBeenCalledTimes(1);
});
