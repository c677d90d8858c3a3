/** Where the phone is, as far as somebody agreed to tell. */
export interface Where { lat: string; lon: string; accuracy_m: string }
export interface Cell { lat: string; lon: string }

const PATIENCE_MS = 8_000;
const FRESH_MS = 120_000;

function located(): Promise<GeolocationCoordinates | undefined> {
  return new Promise((tell) => {
    if (!("geolocation" in navigator)) tell(undefined);
    else navigator.geolocation.getCurrentPosition((found) => tell(found.coords), () => tell(undefined), { timeout: PATIENCE_MS, maximumAge: FRESH_MS });
  });
}

/** For an officer's record: about a hundred metres. */
export async function where(): Promise<Where | undefined> {
  const found = await located();
  return found && { lat: found.latitude.toFixed(3), lon: found.longitude.toFixed(3), accuracy_m: String(Math.ceil(found.accuracy)) };
}

/** For a citizen's count: about a kilometre; no more leaves the phone. */
export async function cell(): Promise<Cell | undefined> {
  const found = await located();
  return found && { lat: found.latitude.toFixed(2), lon: found.longitude.toFixed(2) };
}
