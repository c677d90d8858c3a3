/** A screen reader must know which voice reads what: every text that a template shows goes through src/voices.ts, by this step of the build. */
import { createSimpleExpression, ElementTypes, NodeTypes, type AttributeNode, type DirectiveNode, type InterpolationNode, type NodeTransform, type SimpleExpressionNode, type TemplateChildNode, type TextNode } from "@vue/compiler-core";

/** Elements that hold text and nothing else are marked whole. */
const HOLDS_TEXT = new Set(["option", "textarea", "title", "desc", "text", "tspan"]);
/** Words of a table, which a test keeps free of the other language. */
const WORD = /^\w+\("\w+"\)$/;

type Run = TextNode | InterpolationNode;

export const voices: NodeTransform = (node) => {
  if (!("children" in node) || node.type === NodeTypes.COMPOUND_EXPRESSION) return;
  const { children } = node as { children: TemplateChildNode[] };
  const isElement = node.type === NodeTypes.ELEMENT;
  if (isElement && node.props.some(isLang)) return;
  if (isElement && HOLDS_TEXT.has(node.tag)) {
    if (children.every(isRun) && children.some(isUnknown)) node.props.push(bound("lang", `/\\p{Script=Han}/u.test(${joined(children)}) ? "zh" : undefined`, node.loc));
    return;
  }
  children.splice(0, children.length, ...runs(children).flatMap((run) => (run.every(isRun) && run.some(isUnknown) ? [voiced(run)] : run)));
};

function isRun(node: TemplateChildNode): node is Run {
  return node.type === NodeTypes.TEXT || node.type === NodeTypes.INTERPOLATION;
}

function isUnknown(node: TemplateChildNode): boolean {
  return node.type === NodeTypes.INTERPOLATION && !WORD.test((node.content as SimpleExpressionNode).content.trim());
}

function isLang(prop: AttributeNode | DirectiveNode): boolean {
  return prop.type === NodeTypes.ATTRIBUTE ? prop.name === "lang" : (prop.arg as SimpleExpressionNode | undefined)?.content === "lang";
}

/** The children with texts that follow each other as one run. */
function runs(children: TemplateChildNode[]): TemplateChildNode[][] {
  const found: TemplateChildNode[][] = [];
  for (const child of children) {
    const last = found.at(-1);
    if (last?.every(isRun) && isRun(child)) last.push(child);
    else found.push([child]);
  }
  return found;
}

function joined(run: Run[]): string {
  return `[${run.map((one) => (one.type === NodeTypes.TEXT ? JSON.stringify(one.content) : `(${(one.content as SimpleExpressionNode).content})`)).join(", ")}].join("")`;
}

function bound(name: string, expression: string, loc: Run["loc"]): DirectiveNode {
  return { type: NodeTypes.DIRECTIVE, name: "bind", rawName: `:${name}`, arg: createSimpleExpression(name, true), exp: createSimpleExpression(expression), modifiers: [], loc };
}

function voiced(run: Run[], { loc } = run[0] as Run): TemplateChildNode {
  return { type: NodeTypes.ELEMENT, ns: 0, tag: "Voiced", tagType: ElementTypes.COMPONENT, props: [bound("text", joined(run), loc)], children: [], isSelfClosing: true, codegenNode: undefined, loc } as TemplateChildNode;
}
