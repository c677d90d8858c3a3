import { createRouter, createWebHistory } from "vue-router";
import type { Role } from "./entrances";
import { hasRole, knownMe } from "./me";
import Home from "./pages/Home.vue";
import LabelPage from "./pages/LabelPage.vue";
import { signedIn } from "./session";

declare module "vue-router" {
  interface RouteMeta {
    /** For whoever is signed in, with a role or without. */
    signedIn?: boolean;
    /** For these roles, as docs/security.md has them for the routes the page asks. */
    roles?: readonly Role[];
    /** A page of lists and forms that uses the width of a laptop. */
    wide?: boolean;
  }
}

const OFFICERS: readonly Role[] = ["inspector", "reviewer", "supervisor", "leader", "auditor"];
const DESK: readonly Role[] = ["inspector", "supervisor", "leader", "auditor"];
const PLANNERS: readonly Role[] = [...OFFICERS, "publisher"];
const PUBLIC_DESK: readonly Role[] = ["supervisor", "leader", "reviewer", "publisher", "auditor"];
const ANYBODY: readonly Role[] = [...OFFICERS, "publisher", "lab", "merchant", "organiser", "administrator"];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Home },
    { path: "/i/:segment", component: LabelPage, props: true },
    { path: "/k/:visit", component: () => import("./pages/InspectionCode.vue"), props: true },
    { path: "/d/:number", component: () => import("./pages/PaperPage.vue"), props: true },
    { path: "/weigh", component: () => import("./pages/Weigh.vue") },
    { path: "/complain", component: () => import("./pages/Complain.vue") },
    { path: "/f", component: () => import("./pages/MyFiles.vue") },
    { path: "/f/:complaint", component: () => import("./pages/Follow.vue"), props: true },
    { path: "/sign-in", component: () => import("./pages/SignIn.vue") },
    { path: "/callback", component: () => import("./pages/Callback.vue") },
    { path: "/home", component: () => import("./pages/Entrances.vue"), meta: { signedIn: true, wide: true } },
    { path: "/home/:entrance", component: () => import("./pages/Entrances.vue"), props: true, meta: { signedIn: true, wide: true } },
    { path: "/not-for-you", component: () => import("./pages/NotForYou.vue") },
    { path: "/scan", component: () => import("./pages/Scan.vue") },
    { path: "/visits", component: () => import("./pages/Visits.vue"), meta: { roles: OFFICERS, wide: true } },
    { path: "/visits/new", component: () => import("./pages/PlanVisit.vue"), meta: { roles: ["supervisor"] } },
    { path: "/visits/:visit", component: () => import("./pages/Visit.vue"), props: true, meta: { roles: OFFICERS } },
    { path: "/visits/:visit/check/:instrument", component: () => import("./pages/CheckForm.vue"), props: true, meta: { roles: ["inspector"] } },
    { path: "/visits/:visit/form/:named", component: () => import("./pages/CheckForm.vue"), props: true, meta: { roles: ["inspector"] } },
    { path: "/visits/:visit/checks/:check", component: () => import("./pages/CheckPage.vue"), props: true, meta: { roles: OFFICERS } },
    { path: "/reviews", component: () => import("./pages/Reviews.vue"), meta: { roles: ["reviewer", "leader", "supervisor", "auditor"], wide: true } },
    { path: "/reviews/:visit", component: () => import("./pages/ReviewPage.vue"), props: true, meta: { roles: ["reviewer", "leader", "supervisor", "auditor"], wide: true } },
    { path: "/ratings", component: () => import("./pages/Ratings.vue"), meta: { roles: ["reviewer", "supervisor", "leader", "auditor"], wide: true } },
    { path: "/orders", component: () => import("./pages/Orders.vue"), meta: { roles: OFFICERS, wide: true } },
    { path: "/orders/:rectification", component: () => import("./pages/OrderPage.vue"), props: true, meta: { roles: [...OFFICERS, "merchant"], wide: true } },
    { path: "/complaints", component: () => import("./pages/Complaints.vue"), meta: { roles: DESK, wide: true } },
    { path: "/complaints/new", component: () => import("./pages/TakeDown.vue"), meta: { roles: ["inspector", "supervisor"], wide: true } },
    { path: "/complaint-exchanges", component: () => import("./pages/ComplaintExchanges.vue"), meta: { roles: ["supervisor"], wide: true } },
    { path: "/complaint-exchanges/:exchange", component: () => import("./pages/ComplaintExchange.vue"), props: true, meta: { roles: ["supervisor", "leader", "auditor"], wide: true } },
    { path: "/counts", component: () => import("./pages/Counts.vue") },
    { path: "/counts/:quarter", component: () => import("./pages/Counts.vue"), props: true },
    { path: "/weights", component: () => import("./pages/sampling/Weights.vue"), meta: { roles: PLANNERS, wide: true } },
    { path: "/complaints/:complaint", component: () => import("./pages/ComplaintPage.vue"), props: true, meta: { roles: DESK, wide: true } },
    { path: "/mine/complaints", component: () => import("./pages/MerchantComplaints.vue"), meta: { roles: ["merchant"], wide: true } },
    { path: "/mine/complaints/:merchant/:complaint", component: () => import("./pages/MerchantComplaint.vue"), props: true, meta: { roles: ["merchant"], wide: true } },
    { path: "/mine/commitments", component: () => import("./pages/MyCommitments.vue"), meta: { roles: ["merchant"] } },
    { path: "/mine/commitments/new", component: () => import("./pages/SignCommitment.vue"), meta: { roles: ["merchant"] } },
    { path: "/mine/commitments/:commitment", component: () => import("./pages/CommitmentPage.vue"), props: true, meta: { roles: ["merchant"] } },
    { path: "/mine/self-checks", component: () => import("./pages/SelfChecks.vue"), meta: { roles: ["merchant"] } },
    { path: "/mine/cards", component: () => import("./pages/MyCards.vue"), meta: { roles: ["merchant"] } },
    { path: "/commitments", component: () => import("./pages/Commitments.vue"), meta: { roles: PLANNERS, wide: true } },
    { path: "/commitments/:commitment", component: () => import("./pages/CommitmentPage.vue"), props: true, meta: { roles: PLANNERS } },
    { path: "/markets/:site/cards", component: () => import("./pages/MarketCards.vue"), props: true, meta: { roles: ["organiser"] } },
    { path: "/publication", component: () => import("./pages/publication/Desk.vue"), meta: { roles: PUBLIC_DESK, wide: true } },
    { path: "/publication/new", component: () => import("./pages/publication/NewPenalty.vue"), meta: { roles: ["publisher"] } },
    { path: "/publication/:entry", component: () => import("./pages/publication/EntryPage.vue"), props: true, meta: { roles: PUBLIC_DESK, wide: true } },
    { path: "/mine/results", component: () => import("./pages/publication/MyResults.vue"), meta: { roles: ["merchant"], wide: true } },
    { path: "/mine/results/:entry", component: () => import("./pages/publication/MyResult.vue"), props: true, meta: { roles: ["merchant"] } },
    { path: "/mine/visits", component: () => import("./pages/MyVisits.vue"), meta: { roles: ["merchant"], wide: true } },
    { path: "/mine/standing", component: () => import("./pages/MyStanding.vue"), meta: { roles: ["merchant"] } },
    { path: "/mine/standing/:merchant", component: () => import("./pages/MyStanding.vue"), props: true, meta: { roles: ["merchant"] } },
    { path: "/standing/rulebook", component: () => import("./pages/StandingRulebook.vue"), meta: { wide: true } },
    { path: "/standing/changes", component: () => import("./pages/StandingChanges.vue") },
    { path: "/standing/proposals", component: () => import("./pages/StandingProposals.vue"), meta: { roles: PUBLIC_DESK, wide: true } },
    { path: "/standing/proposals/:merchant", component: () => import("./pages/StandingProposal.vue"), props: true, meta: { roles: PUBLIC_DESK, wide: true } },
    { path: "/sync", component: () => import("./pages/Sync.vue"), meta: { roles: ["inspector"] } },
    { path: "/offline", component: () => import("./pages/Offline.vue"), meta: { roles: ["inspector"] } },
    { path: "/items", component: () => import("./pages/sampling/Items.vue"), meta: { wide: true } },
    { path: "/items/new", component: () => import("./pages/sampling/ItemEditor.vue"), meta: { roles: ["supervisor"] } },
    { path: "/items/:item/edit", component: () => import("./pages/sampling/ItemEditor.vue"), props: true, meta: { roles: ["supervisor"] } },
    { path: "/plans", component: () => import("./pages/sampling/Plans.vue"), meta: { roles: PLANNERS, wide: true } },
    { path: "/plans/new", component: () => import("./pages/sampling/PlanEditor.vue"), meta: { roles: ["supervisor"] } },
    { path: "/plans/:plan", component: () => import("./pages/sampling/PlanPage.vue"), props: true, meta: { roles: PLANNERS, wide: true } },
    { path: "/plans/:plan/edit", component: () => import("./pages/sampling/PlanEditor.vue"), props: true, meta: { roles: ["supervisor"] } },
    { path: "/plans/:plan/board", component: () => import("./pages/sampling/Board.vue"), props: true, meta: { roles: ["supervisor", "leader", "auditor"], wide: true } },
    { path: "/assignments", component: () => import("./pages/sampling/Mine.vue"), meta: { roles: ["inspector"], wide: true } },
    { path: "/officers", component: () => import("./pages/sampling/Officers.vue"), meta: { roles: ["supervisor", "auditor"], wide: true } },
    { path: "/officers/:account", component: () => import("./pages/sampling/OfficerPage.vue"), props: true, meta: { roles: ["inspector", "supervisor", "auditor"], wide: true } },
    { path: "/imports", component: () => import("./pages/Imports.vue"), meta: { roles: ["supervisor", "lab"], wide: true } },
    { path: "/imports/:import", component: () => import("./pages/ImportPage.vue"), props: true, meta: { roles: ["supervisor", "lab"], wide: true } },
    { path: "/instruments/:instrument", component: () => import("./pages/InstrumentPage.vue"), props: true, meta: { roles: ANYBODY, wide: true } },
    { path: "/instruments/:instrument/verify", component: () => import("./pages/Verify.vue"), props: true, meta: { roles: ["lab"] } },
    { path: "/instruments/:instrument/correct", component: () => import("./pages/RegisterInstrument.vue"), props: true, meta: { roles: ["supervisor", "lab"] } },
    { path: "/merchants/:merchant/correct", component: () => import("./pages/RegisterMerchant.vue"), props: true, meta: { roles: ["supervisor"] } },
    { path: "/sites/:site/correct", component: () => import("./pages/RegisterSite.vue"), props: true, meta: { roles: ["supervisor"] } },
    { path: "/merchants/:merchant", component: () => import("./pages/MerchantPage.vue"), props: true, meta: { roles: [...OFFICERS, "publisher", "lab", "merchant"], wide: true } },
    { path: "/sites/:site", component: () => import("./pages/SitePage.vue"), props: true, meta: { roles: ANYBODY, wide: true } },
    { path: "/mine", component: () => import("./pages/Mine.vue"), meta: { roles: ["merchant"], wide: true } },
    { path: "/markets", component: () => import("./pages/Markets.vue"), meta: { roles: ["organiser"], wide: true } },
    { path: "/register/merchant", component: () => import("./pages/RegisterMerchant.vue"), meta: { roles: ["supervisor"] } },
    { path: "/register/site", component: () => import("./pages/RegisterSite.vue"), meta: { roles: ["supervisor"] } },
    { path: "/register/instrument", component: () => import("./pages/RegisterInstrument.vue"), meta: { roles: ["supervisor", "lab"] } },
    { path: "/alarms", component: () => import("./pages/Alarms.vue"), meta: { roles: OFFICERS, wide: true } },
    { path: "/alarms/:alarm", component: () => import("./pages/AlarmPage.vue"), props: true, meta: { roles: OFFICERS } },
    { path: "/invite", component: () => import("./pages/Invite.vue"), meta: { roles: ["inspector", "supervisor"] } },
    { path: "/join", component: () => import("./pages/Join.vue") },
    { path: "/search", component: () => import("./pages/Search.vue"), meta: { roles: ANYBODY, wide: true } },
    { path: "/due", component: () => import("./pages/DueList.vue"), meta: { roles: ANYBODY, wide: true } },
    { path: "/applications", component: () => import("./pages/Applications.vue"), meta: { roles: ["lab"], wide: true } },
    { path: "/dashboard", component: () => import("./pages/Dashboard.vue"), meta: { roles: ["supervisor", "leader", "auditor"], wide: true } },
    { path: "/notices", component: () => import("./pages/Notices.vue"), meta: { roles: ["merchant", "organiser"] } },
    { path: "/outbox", component: () => import("./pages/Outbox.vue"), meta: { roles: ["supervisor", "leader", "auditor"], wide: true } },
    { path: "/sheets", component: () => import("./pages/Sheets.vue"), meta: { roles: ["lab", "supervisor"], wide: true } },
    { path: "/sheets/:sheet", component: () => import("./pages/SheetPage.vue"), props: true, meta: { roles: ["lab", "supervisor"] } },
    { path: "/accounts", component: () => import("./pages/Accounts.vue"), meta: { roles: ["administrator"], wide: true } },
    { path: "/accounts/:account", component: () => import("./pages/AccountPage.vue"), props: true, meta: { roles: ["administrator"], wide: true } },
    { path: "/laws", component: () => import("./pages/Laws.vue") },
    { path: "/draws", component: () => import("./pages/Draws.vue"), meta: { wide: true } },
    { path: "/draws/:plan", component: () => import("./pages/Draw.vue"), props: true },
    { path: "/log", component: () => import("./pages/LogPage.vue") },
    { path: "/verify", component: () => import("./pages/VerifyLog.vue") },
    { path: "/fairness/:month?", component: () => import("./pages/Fairness.vue"), props: true },
    { path: "/open", component: () => import("./pages/open/Register.vue"), meta: { wide: true } },
    { path: "/open/markets/:site", component: () => import("./pages/open/Market.vue"), props: true, meta: { wide: true } },
    { path: "/open/map", component: () => import("./pages/open/Map.vue"), meta: { wide: true } },
    { path: "/open/data", component: () => import("./pages/open/Data.vue"), meta: { wide: true } },
    { path: "/m/:merchant", component: () => import("./pages/open/Merchant.vue"), props: true, meta: { wide: true } },
    { path: "/docs/api", component: () => import("./pages/ApiDocs.vue") },
    { path: "/:rest(.*)*", component: () => import("./pages/NotFound.vue") },
  ],
  scrollBehavior: (_to, _from, before) => before ?? { top: 0 },
});

router.beforeEach(async (to) => {
  const { roles } = to.meta;
  if (!roles && !to.meta.signedIn) return true;
  if (!signedIn.value) return { path: "/sign-in", query: { then: to.fullPath } };
  if (!roles || !(await knownMe()) || hasRole(...roles)) return true;
  return { path: "/not-for-you" };
});
