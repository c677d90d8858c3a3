/** The evidence of a visit by its ids, for what an officer tells of the visit. */
import { everyRow } from "../api";

export async function evidenceIds(visit: string): Promise<string[]> {
  return (await everyRow<{ id: string }>(`/v1/visits/${visit}/evidence?`)).map((one) => one.id).slice(0, 50);
}
