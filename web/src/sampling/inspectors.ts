/** Those who inspect in one's districts, by name: for supervisors, who never type an account's id, and leaders, who approve whom they send. */
import { everyRow } from "../api";
import { hasRole } from "../me";

export interface Inspector { account: string; name: string; districts: string[] }

/** All of them, in the order of their names; nobody for who may not know names. */
export async function inspectors(): Promise<Inspector[]> {
  if (!hasRole("supervisor", "leader")) return [];
  return (await everyRow<Inspector>("/v1/inspectors?")).sort((one, other) => one.name.localeCompare(other.name, "zh"));
}

/** What an account is called; its number for who may not know names, or when it inspects no more. */
export function named(people: readonly Inspector[], account: string, number: string): string {
  return people.find((one) => one.account === account)?.name ?? number;
}
