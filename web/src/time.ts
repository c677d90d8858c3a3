/** Instants come in UTC; people read the city's time. */
const CITY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

/** 2026-11-24T04:05:00.000Z as 2026-11-24 12:05. */
export function cityTime(at: string): string {
  return CITY.format(new Date(at));
}
