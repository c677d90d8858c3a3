/** What anybody may know of the instrument that a label or a typed number names. */
import { told } from "../api";
import type { PublicInstrument, Resolution } from "../types";
import { answerTo } from "./early";

/** `resolution` is there for a label with a signature only; `instrument` where one is known by that number. */
export interface Looked { resolution?: Resolution; instrument?: PublicInstrument | undefined; number?: string | undefined }

/** `segment`: NUMBER, or NUMBER.PAYLOAD of a label. Throws what `call` throws. */
export async function look(segment: string): Promise<Looked> {
  if (!segment.includes(".")) {
    const instrument = await told<PublicInstrument>(answerTo(segment));
    return { instrument, number: instrument.number };
  }
  const resolution = await told<Resolution>(answerTo(segment));
  return { resolution, instrument: resolution.instrument, number: resolution.instrument?.number ?? resolution.number };
}
