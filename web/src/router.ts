import { createRouter, createWebHistory } from "vue-router";
import Home from "./pages/Home.vue";
import LabelPage from "./pages/LabelPage.vue";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Home },
    { path: "/i/:segment", component: LabelPage, props: true },
    { path: "/sign-in", component: () => import("./pages/SignIn.vue") },
    { path: "/callback", component: () => import("./pages/Callback.vue") },
    { path: "/scan", component: () => import("./pages/Scan.vue") },
    { path: "/visits", component: () => import("./pages/Visits.vue"), meta: { officer: true } },
    { path: "/visits/:visit", component: () => import("./pages/Visit.vue"), props: true, meta: { officer: true } },
    { path: "/visits/:visit/check/:instrument", component: () => import("./pages/CheckForm.vue"), props: true, meta: { officer: true } },
    { path: "/visits/:visit/checks/:check", component: () => import("./pages/CheckPage.vue"), props: true, meta: { officer: true } },
    { path: "/instruments/:instrument", component: () => import("./pages/InstrumentPage.vue"), props: true, meta: { officer: true } },
    { path: "/laws", component: () => import("./pages/Laws.vue") },
    { path: "/laws/try", component: () => import("./pages/TryLaw.vue") },
    { path: "/docs/api", component: () => import("./pages/ApiDocs.vue") },
    { path: "/:rest(.*)*", component: () => import("./pages/NotFound.vue") },
  ],
  scrollBehavior: () => ({ top: 0 }),
});

router.beforeEach((to) => {
  if (to.meta["officer"] && sessionStorage.getItem("steelyard.tokens") === null) {
    return { path: "/sign-in", query: { then: to.fullPath } };
  }
  return true;
});
