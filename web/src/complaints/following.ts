/** Which secret opens a file on this phone: from the link, from the form a moment ago, or from «my files». It never stays in the address. */
import { session } from "../storages";
import { mineOf } from "./shelf";

const KEPT = "steelyard.following.";

/** For as long as this tab is open. */
export function remember(complaint: string, secret: string): void {
  session.setItem(KEPT + complaint, secret);
}
export async function secretOf(complaint: string): Promise<string | undefined> {
  return session.getItem(KEPT + complaint) ?? (await mineOf(complaint))?.secret;
}
