/** Finding an instrument of a visit on this phone by the number on its label. */
import type { InstrumentRow, VisitPage } from "../types";
import { keptAnswer } from "./kept";

/** Under which name the instruments of a visit's place are kept. */
export function placeName({ site_id, merchant_id }: { site_id?: string | undefined; merchant_id?: string | undefined }): string {
  return site_id ? `site=${site_id}` : `merchant=${merchant_id ?? ""}`;
}

/** Its id, where the visit goes to it. */
export async function instrumentAt(visit: string, number: string): Promise<string | undefined> {
  const page = await keptAnswer<VisitPage>(`visit ${visit}`);
  const rows = page && (await keptAnswer<InstrumentRow[]>(`instruments ${placeName(page.visit)}`));
  const found = rows?.find((row) => row.number.toUpperCase() === number.toUpperCase());
  const named = page?.visit.instruments ?? [];
  return found && (!named.length || named.includes(found.id)) ? found.id : undefined;
}
