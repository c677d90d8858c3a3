/** Who is signed in: account, roles and the reach they have. Kept for the session, so that a reload offline knows the entrances. */
import { computed, ref } from "vue";
import { call, onDenied } from "./api";
import { DISTRICTS } from "./districts";
import { entrancesFor, type Role } from "./entrances";
import { forgetSignIn, onSignedOut, signedIn } from "./session";
import { session } from "./storages";

export interface Me { account: string; roles: Role[]; districts: string[]; merchants: string[]; sites: string[]; labs: string[] }

const KEPT = "steelyard.me";

function kept(): Me | undefined {
  const text = session.getItem(KEPT);
  return text ? (JSON.parse(text) as Me) : undefined;
}

export const me = ref<Me | undefined>(kept());
export const myEntrances = computed(() => entrancesFor(me.value?.roles ?? []));

/** Where this person works: every district when none is named. */
export const myDistricts = computed(() => DISTRICTS.filter(({ code }) => !me.value?.districts.length || me.value.districts.includes(code)));

export function hasRole(...roles: Role[]): boolean {
  return roles.some((role) => me.value?.roles.includes(role));
}

/** Ask again who I am; a failure leaves what is known. */
export async function refreshMe(): Promise<Me | undefined> {
  if (!signedIn.value) return undefined;
  try {
    resumeMe(await call<Me>("GET", "/v1/me"));
  } catch {
    return me.value; // without network the roles of before serve; the server decides anyway
  }
  return me.value;
}

/** Be this person from now on. An account without any role, as a disabled one, is not kept for later. */
export function resumeMe(now: Me): void {
  me.value = now;
  last = now.account;
  session.setItem(KEPT, JSON.stringify(now));
  if (!now.roles.length) forgetSignIn();
}

let last = me.value?.account ?? "";

/** Whose the work on this screen is, also when their session ended over it: signing in again loads the app afresh. */
export async function owner(): Promise<string> {
  await knownMe();
  return ownerNow();
}

/** The same as far as it is known already: pages for roles open after that. */
export function ownerNow(): string {
  return (last = me.value?.account ?? last);
}

/** Who I am, asked once a session. */
export async function knownMe(): Promise<Me | undefined> {
  return me.value ?? refreshMe();
}

const SOONEST_MS = 60_000;
let asked = -Infinity;
/** Was the account disabled, or a role ended, since it was last asked? Asked at most once a minute. */
onDenied(() => {
  if (!me.value?.roles.length || Date.now() - asked < SOONEST_MS) return;
  asked = Date.now();
  void refreshMe();
});

onSignedOut(() => (me.value = undefined));
