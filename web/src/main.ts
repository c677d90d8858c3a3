import "./oldest";
import { createApp, watch } from "vue";
import App from "./App.vue";
import { announceArrivals } from "./arrival";
import { complaintsWait } from "./complaints/waiting";
import { filesWait } from "./evidence/waiting";
import { forgetRead } from "./forgetting";
import { isHeld, noticeLoss } from "./held";
import { awaitOffer } from "./install";
import { waitingScans } from "./labels/waiting";
import { me, ownerNow, refreshMe } from "./me";
import { router } from "./router";
import { ended, onRenewed, onSignedOut, signedIn } from "./session";
import { session } from "./storages";
import { isFillingIn } from "./updates";
import { Voiced } from "./voices";
import "./tokens.css";

const RELOADED = "steelyard.reloaded";

awaitOffer();
const noticed = noticeLoss(isHeld); // before anything is written that would hide it
announceArrivals(router);
createApp(App).use(router).component("Voiced", Voiced).mount("#app");

onSignedOut(forgetRead);
onRenewed(() => void import("./pin").then(({ keepRenewed }) => keepRenewed()));
if (mayHaveScans()) void import("./labels/shelf").then(({ recountScans }) => recountScans());
void noticed.finally(send);
window.addEventListener("online", () => {
  if (mayHaveScans()) void import("./labels/scans").then(({ flushScans }) => flushScans());
  send();
  void refreshMe(); // roles may have ended, or the account been disabled
  getReady();
});
/** A phone stops a page that nobody looks at, and what it was sending. */
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
watch(() => me.value?.account, getReady, { immediate: true });
/** An account that lost its roles, as a disabled one does, or whose session the server ended keeps what it recorded here but not what it read. */
watch([me, ended], ([now, isEnded]) => (isEnded || now?.roles.length === 0) && void import("./visits/kept").then(({ forgetAnswersOf }) => forgetAnswersOf(ownerNow())));
/** A part of the page of an app that was replaced meanwhile is gone: the new one opens the page, at most once a minute. */
window.addEventListener("vite:preloadError", () => {
  const last = Number(session.getItem(RELOADED) ?? 0);
  if (isFillingIn.value || Date.now() - last < 60_000) return;
  session.setItem(RELOADED, String(Date.now()));
  location.reload();
});

/** An inspector may lose the network at any time from now on. */
function getReady(): void {
  if (me.value?.roles.includes("inspector") && navigator.onLine) void import("./shift").then(({ prepare }) => prepare());
}

function mayHaveScans(): boolean {
  return signedIn.value || waitingScans.value > 0;
}

/** What sends something is loaded where something may wait: not for a citizen who looks at a label. */
function send(): void {
  if (signedIn.value) void import("./sync/sender").then(({ wake }) => wake());
  if (filesWait()) void import("./evidence/sending").then(({ flushEvidence }) => flushEvidence());
  if (complaintsWait()) void import("./complaints/sending").then(({ flushComplaints }) => flushComplaints().catch(() => undefined)); // it waits on
}
