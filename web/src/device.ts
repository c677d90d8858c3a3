/** Names this phone in records, so that two clocks can be told apart; made once, of chance alone. */
import { newId } from "./ids";

const DEVICE = "steelyard.device";

export function device(): string {
  const known = localStorage.getItem(DEVICE) ?? newId("scn").slice(-10);
  localStorage.setItem(DEVICE, known);
  return known;
}
