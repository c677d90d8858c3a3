/** Names this phone in records, so that two clocks can be told apart; made once, of chance alone. */
import { newId } from "./ids";
import { local } from "./storages";

const DEVICE = "steelyard.device";

export function device(): string {
  const known = local.getItem(DEVICE) ?? newId("scn").slice(-10);
  local.setItem(DEVICE, known);
  return known;
}
