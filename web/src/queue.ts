/** Sending queued checks in order. The id was made on the phone, so sending twice is the same request. */
import { call, Refused } from "./api";
import { enqueue, queued, settle, type Waiting } from "./drafts";
import { knownMe, owner } from "./me";
import type { Recorded, RefusedCheck } from "./types";

export type Outcome = Recorded | RefusedCheck;

/** Send one's check; undefined when there is no network or session, and it waits. A named refusal of its content throws. */
export async function send(check: Omit<Waiting, "account">): Promise<Outcome | undefined> {
  const waiting = { ...check, account: await owner() };
  await enqueue(waiting);
  return deliver(waiting);
}

async function deliver(waiting: Waiting): Promise<Outcome | undefined> {
  try {
    const answer = await call<Outcome>("PUT", `/v1/visits/${waiting.visit}/checks/${waiting.check}`, waiting.body);
    await settle(waiting.check);
    return answer;
  } catch (failure) {
    if (failure instanceof Refused && [400, 404, 409, 413, 422].includes(failure.problem.status)) {
      await settle(waiting.check);
      throw failure;
    }
    if (failure instanceof Refused) return undefined;
    throw failure;
  }
}

/** Send all of one's own that waits; a check that is refused by name does not stop the others. */
export async function flush(): Promise<void> {
  const account = (await knownMe())?.account;
  for (const waiting of (await queued()).filter((one) => one.account === account)) {
    try {
      if ((await deliver(waiting)) === undefined) return;
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
    }
  }
}
