/** How much of the screen's foot a keypad covers, as the stylesheets know it: what stays at the foot stands above it. */
let up: object | undefined;

/** `pad` is open now, whichever was before. */
export function raised(pad: object, heightPx: number): void {
  up = pad;
  tell(heightPx);
}

/** `pad` is gone from the screen; another one that opened meanwhile stays. */
export function lowered(pad: object): void {
  if (up !== pad) return;
  up = undefined;
  tell(0);
}

function tell(heightPx: number): void {
  document.documentElement.style.setProperty("--keypad", `${heightPx}px`);
}
