/** The errors of a scale over its loads against the law's limits; compared exactly, drawn as floats. */
import { Exact } from "../law/exact";
import { limitsAt, limitSteps, type WeighingParameters } from "../law/weighing";
import type { Head } from "../types";
import type { Teller } from "./course";
import type { Series, Spot, Told } from "./drawing";

/** Grams as text; `limit` in service as it was judged, absent where the law has none. */
export interface Point { load: string; error: string; limit?: string | undefined }
/** The scale and the local day whose law counts; without a scale only what was judged is shown. */
export interface Under { scale: WeighingParameters; day: string }

/** What is known of a scale; undefined of an instrument without class or interval. */
export function underOn(day: string, { accuracy_class, e_g, max_g, min_g }: Pick<Head, "accuracy_class" | "e_g" | "max_g" | "min_g">): Under | undefined {
  return accuracy_class && e_g ? { scale: { accuracy_class, e_g, max_g, min_g }, day } : undefined;
}

export function curve(t: Teller, points: readonly Point[], under?: Under): Told | undefined {
  if (points.length < 2) return undefined;
  const read = points.map((one) => {
    const [error, limit] = [Exact.of(one.error), one.limit === undefined ? undefined : Exact.of(one.limit)];
    const first = under && limitsAt(under.day, under.scale, one.load)?.first;
    return { ...one, at: Number(one.load), first, isOver: limit && error.abs().isOver(limit), isUsed: first && error.abs().isOver(first) };
  }).sort((one, other) => one.at - other.at);
  const [over, used] = [read.filter(({ isOver }) => isOver).length, read.filter(({ isOver, isUsed }) => isUsed && !isOver).length];
  const facts = { all: String(read.length), n: String(over || used) };
  const finding = over ? t("curve_over", facts) : read.some(({ limit }) => limit === undefined) ? t("curve_unknown", facts) : used ? t("curve_used", facts) : t("curve_within", facts);
  const most = Math.max(...read.map(({ at }) => at), under?.scale.max_g ? Number(under.scale.max_g) : 0, 1e-9);
  const steps = under ? stairs(limitSteps(under.day, under.scale), most) : undefined;
  const limits = steps?.service ?? read.flatMap(({ at, limit }) => (limit === undefined ? [] : [{ x: at, y: Number(limit) }]));
  const high = Math.max(...read.map(({ error }) => Math.abs(Number(error))), ...limits.map(({ y }) => y), 1e-9) * 1.15;
  const spots = read.map(({ at, error, isOver }) => ({ x: at, y: Number(error), isOver }));
  return {
    finding,
    figures: {
      heads: [t("load"), t("error"), ...(under ? [t("firstLimit")] : []), t("serviceLimit")],
      rows: read.map(({ load, error, first, limit }) => [load, error, ...(under ? [first?.toString() ?? "—"] : []), limit ?? "—"]),
    },
    drawing: {
      kind: "plot", x: { low: 0, high: most, title: t("load") }, y: { low: -high, high, title: t("error") },
      series: [
        { tone: "jade", dash: "plain", spots },
        { name: t("errors"), tone: "jade", mark: "circle", spots: spots.filter(({ isOver }) => !isOver) },
        ...(over ? [{ name: t("beyond"), tone: "bad", mark: "times", spots: spots.filter(({ isOver }) => isOver).map((one) => ({ ...one, size: 1.8 })) } as const] : []),
        ...bothSides(t("service"), "dashed", limits),
        ...(steps ? bothSides(t("first"), "dotted", steps.first) : []),
      ],
    },
  };
}

function stairs(steps: ReturnType<typeof limitSteps>, most: number): Record<"first" | "service", Spot[]> {
  const told: Record<"first" | "service", Spot[]> = { first: [], service: [] };
  let from = 0;
  for (const { upTo, first, service } of steps) {
    const to = Math.min(most, upTo ? Number(upTo.toString()) : most);
    if (to <= from) break;
    told.first.push({ x: from, y: Number(first.toString()) }, { x: to, y: Number(first.toString()) });
    told.service.push({ x: from, y: Number(service.toString()) }, { x: to, y: Number(service.toString()) });
    from = to;
  }
  return told;
}

function bothSides(name: string, dash: "dashed" | "dotted", limits: readonly Spot[]): Series[] {
  const tone = dash === "dashed" ? "bad" : "soft";
  return limits.length ? [{ name, tone, dash, spots: limits }, { tone, dash, spots: limits.map(({ x, y }) => ({ x, y: -y })) }] : [];
}
