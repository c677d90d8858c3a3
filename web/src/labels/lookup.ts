/** What anybody may know of the instrument that a label or a typed number names. */
import { call } from "../api";
import { config } from "../config";
import type { PublicInstrument, Resolution } from "../types";

/** `resolution` is there for a label with a signature only; `instrument` where one is known by that number. */
export interface Looked { resolution?: Resolution; instrument?: PublicInstrument | undefined; number?: string | undefined }

/** `segment`: NUMBER, or NUMBER.PAYLOAD of a label. Throws what `call` throws. */
export async function look(segment: string): Promise<Looked> {
  if (!segment.includes(".")) {
    const instrument = await call<PublicInstrument>("GET", `/v1/public/instruments/${encodeURIComponent(segment)}`);
    return { instrument, number: instrument.number };
  }
  const { label_host } = await config();
  const resolution = await call<Resolution>("POST", "/v1/public/labels/resolve", { content: `HTTPS://${label_host}/I/${segment}` });
  return { resolution, instrument: resolution.instrument, number: resolution.instrument?.number ?? resolution.number };
}
