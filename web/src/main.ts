import { createApp } from "vue";
import App from "./App.vue";
import { recount } from "./drafts";
import { flush } from "./queue";
import { router } from "./router";
import "./tokens.css";

createApp(App).use(router).mount("#app");

void recount();
window.addEventListener("online", () => void flush());
