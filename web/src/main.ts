import { createApp } from "vue";
import App from "./App.vue";
import { recountScans } from "./labels/shelf";
import { complaintsWait } from "./complaints/waiting";
import { filesWait } from "./evidence/waiting";
import { forgetNames } from "./names_forget";
import { router } from "./router";
import { onSignedOut } from "./session";
import { wake } from "./sync/sender";
import "./tokens.css";

createApp(App).use(router).mount("#app");

onSignedOut(forgetNames);
void recountScans();
sendFiles();
void wake();
window.addEventListener("online", () => {
  void wake();
  void import("./labels/scans").then(({ flushScans }) => flushScans());
  sendFiles();
});

function sendFiles(): void {
  if (filesWait()) void import("./evidence/sending").then(({ flushEvidence }) => flushEvidence());
  if (complaintsWait()) void import("./complaints/sending").then(({ flushComplaints }) => flushComplaints().catch(() => undefined)); // it waits on
}
