/** Where the phone is, as far as somebody agreed to tell. */
export interface Where { lat: string; lon: string; accuracy_m: string }
export interface Cell { lat: string; lon: string }

const PATIENCE_MS = 8_000;
const FRESH_MS = 120_000;
const STALE_MS = 60_000;

function located(): Promise<GeolocationCoordinates | undefined> {
  return new Promise((tell) => {
    if (!("geolocation" in navigator)) tell(undefined);
    else navigator.geolocation.getCurrentPosition((found) => tell(found.coords), () => tell(undefined), { timeout: PATIENCE_MS, maximumAge: FRESH_MS });
  });
}

let last: GeolocationPosition | undefined;

/** Look for the place until the answer is called, so that no scan waits for it. */
export function follow(): () => void {
  if (!("geolocation" in navigator)) return () => undefined;
  const watch = navigator.geolocation.watchPosition((found) => (last = found), () => undefined, { enableHighAccuracy: true });
  return () => navigator.geolocation.clearWatch(watch);
}

/** For an officer's record, to about a hundred metres (three digits) or better; an old place is none, for they walk on between two scans. */
export function where(at: number = Date.now(), digits = 3): Where | undefined {
  if (!last || at - last.timestamp > STALE_MS) return undefined;
  const { latitude, longitude, accuracy } = last.coords;
  return { lat: latitude.toFixed(digits), lon: longitude.toFixed(digits), accuracy_m: String(Math.ceil(accuracy)) };
}

/** The same, looked for now: for somebody who says one thing and stays where they are. */
export async function here(): Promise<Where | undefined> {
  const found = await located();
  return found && { lat: found.latitude.toFixed(3), lon: found.longitude.toFixed(3), accuracy_m: String(Math.ceil(found.accuracy)) };
}

/** For a citizen's count: about a kilometre; no more leaves the phone. */
export async function cell(): Promise<Cell | undefined> {
  const found = await located();
  return found && { lat: found.latitude.toFixed(2), lon: found.longitude.toFixed(2) };
}
