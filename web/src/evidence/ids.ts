/** The evidence of a visit by its ids, what waits on this phone too, for what an officer tells of the visit. */
import { everyRow, isRefused } from "../api";
import { keptFiles } from "./shelf";

export async function evidenceIds(visit: string): Promise<string[]> {
  const listed = await everyRow<{ id: string }>(`/v1/visits/${visit}/evidence?`).catch((failure: unknown) => {
    if (isRefused(failure, "network")) return [];
    throw failure;
  });
  const here = (await keptFiles()).filter((one) => one.visit === visit && !one.words).map((one) => one.evidence);
  return [...new Set([...here, ...listed.map((one) => one.id)])].slice(0, 50);
}
