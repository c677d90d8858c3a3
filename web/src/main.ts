import { createApp } from "vue";
import App from "./App.vue";
import { recount } from "./drafts";
import { recountScans } from "./labels/shelf";
import { filesWait } from "./evidence/waiting";
import { flush } from "./queue";
import { router } from "./router";
import "./tokens.css";

createApp(App).use(router).mount("#app");

void recount();
void recountScans();
if (filesWait()) void import("./evidence/sending").then(({ flushEvidence }) => flushEvidence());
window.addEventListener("online", () => {
  void flush();
  void import("./labels/scans").then(({ flushScans }) => flushScans());
  if (filesWait()) void import("./evidence/sending").then(({ flushEvidence }) => flushEvidence());
});
