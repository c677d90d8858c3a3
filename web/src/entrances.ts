/** The one list of what the app offers to whom: entrances by role, and the tiles on each. A tile's page is in the router. */
import type { IconName } from "./parts/icons";

export type Role =
  | "inspector" | "reviewer" | "supervisor" | "publisher" | "leader" | "lab" | "merchant" | "organiser" | "auditor" | "administrator";
type Pair = readonly [zh: string, en: string];

/** One page of an entrance: where, what it is called, what one does there, and for which of the entrance's roles (all when left out). */
export interface Tile { path: string; words: Pair; hint: Pair; icon: IconName; roles?: readonly Role[] }
export interface Entrance { key: string; words: Pair; roles: readonly Role[]; tiles: readonly Tile[] }

const REGISTER: Tile = {
  path: "/register/instrument", words: ["登记器具", "Register an instrument"], hint: ["照铭牌填，三步完成", "Three steps, from the name plate"], icon: "add", roles: ["supervisor", "lab"],
};
const SCAN: Tile = { path: "/scan", words: ["扫码", "Scan"], hint: ["扫标签或输入编号", "Scan a label or type its number"], icon: "scan" };
const SEARCH: Tile = { path: "/search", words: ["查找", "Search"], hint: ["编号、证书、信用代码、名称", "By number, certificate, credit code, name"], icon: "search" };
const DUE: Tile = { path: "/due", words: ["待检定", "Due lists"], hint: ["快到期、过期、没检定过的器具", "What must be verified, and when"], icon: "due" };
const NOTICES: Tile = { path: "/notices", words: ["告知", "Notices"], hint: ["到期提醒", "Reminders of what is due"], icon: "bell" };
const PRINT: Tile = { path: "/sheets", words: ["打印标签", "Print labels"], hint: ["一个场所、一个经营者或按编号", "Of a site, a merchant, or by number"], icon: "print" };
const IMPORTS: Tile = { path: "/imports", words: ["导入导出", "Import and export"], hint: ["e-CQS 表格，先检查再登记", "e-CQS sheets, checked first"], icon: "import", roles: ["supervisor", "lab"] };
const ALARMS: Tile = { path: "/alarms", words: ["疑点", "Alarms"], hint: ["标签可能被复制、证书重号", "Labels that may be copied, shared certificates"], icon: "alarm" };
const OUTBOX: Tile = { path: "/outbox", words: ["告知发送", "Outbox"], hint: ["商户收到了哪些告知", "What merchants were told"], icon: "outbox" };

const COMPLAINTS: Tile = { path: "/complaints", words: ["投诉举报", "Complaints"], hint: ["先到期的在前，超期的单列", "What is due first; what is late"], icon: "talk" };
const RATINGS: Tile = { path: "/ratings", words: ["检查评价", "Ratings"], hint: ["商户对检查满意吗，只有总数", "What merchants thought of visits, counts only"], icon: "star" };
const PUBLICATION: Tile = { path: "/publication", words: ["公示", "Publication"], hint: ["待公示、有异议、到期的，按时限排列", "What is to be published, contested or due"], icon: "seal" };
const PLANS: Tile = { path: "/plans", words: ["抽查计划", "Inspection plans"], hint: ["随机抽取：起草、批准、公布", "Random draws: draft, approve, publish"], icon: "dice" };

export const ENTRANCES: readonly Entrance[] = [
  {
    key: "enforcement",
    words: ["执法", "Enforcement"],
    roles: ["inspector", "reviewer", "leader", "supervisor"],
    tiles: [
      SCAN,
      { path: "/visits", words: ["我的检查", "My visits"], hint: ["今天去哪里、查什么", "Where to go today and what to check"], icon: "visits" },
      { path: "/assignments", words: ["检查任务", "My assignments"], hint: ["随机抽中、由我办理的", "Drawn at random for me"], icon: "dice", roles: ["inspector"] },
      { path: "/sync", words: ["提交情况", "Handed in"], hint: ["手机上做的都提交了吗", "Is all that was done on this phone handed in?"], icon: "outbox", roles: ["inspector"] },
      { path: "/offline", words: ["离线准备", "Ready for offline"], hint: ["出门前存好，没有网络也能查", "Kept on this phone before you go"], icon: "phone", roles: ["inspector"] },
      { path: "/reviews", words: ["审核", "Reviews"], hint: ["别人录入的检查结果，由您审核", "Results others entered, for you to review"], icon: "visits", roles: ["reviewer"] },
      { ...PUBLICATION, roles: ["reviewer"] },
      { ...RATINGS, roles: ["reviewer"] },
      { ...COMPLAINTS, roles: ["inspector", "leader", "supervisor"] },
      { path: "/orders", words: ["责令改正", "Orders to rectify"], hint: ["待复查的、逾期没改的", "What to recheck and what is late"], icon: "mend" },
      SEARCH,
      DUE,
      ALARMS,
      { path: "/invite", words: ["现场邀请", "Invite on site"], hint: ["给商户、市场绑定账号", "Bind a merchant's or market's account"], icon: "ticket", roles: ["inspector", "supervisor"] },
    ],
  },
  {
    key: "lab", words: ["检定机构", "Verification lab"], roles: ["lab"],
    tiles: [
      { path: "/applications", words: ["检定申请", "Requests"], hint: ["等您安排日期、上门检定的", "To be given a day, and to be verified"], icon: "list" },
      SCAN,
      { ...SEARCH, hint: ["编号、证书、信用代码、摊位", "By number, certificate, credit code, stall"] },
      DUE,
      PRINT,
      { ...REGISTER, roles: ["lab"] },
      { ...IMPORTS, roles: ["lab"] },
    ],
  },
  {
    key: "merchant", words: ["商户", "Merchants"], roles: ["merchant"],
    tiles: [
      { path: "/mine", words: ["我的器具", "My instruments"], hint: ["能不能用，什么时候该检定", "May they be used, and when are they due"], icon: "scale" },
      { path: "/mine/complaints", words: ["投诉举报", "Complaints"], hint: ["要答复什么，怎么解决", "What to answer, and how to settle it"], icon: "talk" },
      { path: "/mine/results", words: ["公示与信用", "Made public"], hint: ["什么会公开，您可以说什么", "What becomes public, and what you may say"], icon: "seal" },
      { path: "/mine/visits", words: ["检查与整改", "Visits and orders"], hint: ["检查结果，要改正什么", "What was found, and what to put right"], icon: "mend" },
      { path: "/mine/commitments", words: ["诚信计量承诺", "Commitments"], hint: ["签署、公开、打印证书", "Sign, publish, print the certificate"], icon: "ticket" },
      { path: "/mine/self-checks", words: ["自查与风险", "Self-checks"], hint: ["到期提醒，只有自己看得到", "Reminders; only you see them"], icon: "visits" },
      { path: "/mine/cards", words: ["红黄牌", "Cards"], hint: ["市场主办者出示的，可以申诉", "Shown by the organiser; you may appeal"], icon: "alarm" },
      { path: "/mine/standing", words: ["诚信计量状况", "My standing"], hint: ["什么等级，为什么，怎样会改变", "Which grade, why, and what would change it"], icon: "star" },
      DUE,
      NOTICES,
      SCAN,
    ],
  },
  {
    key: "organiser", words: ["市场主办者", "Market organisers"], roles: ["organiser"],
    tiles: [
      { path: "/markets", words: ["我的市场", "My market"], hint: ["摊位、摊主和他们的秤", "Stalls, their keepers and scales"], icon: "site" },
      DUE,
      SCAN,
    ],
  },
  {
    key: "oversight", words: ["监管", "Oversight"], roles: ["supervisor", "leader", "auditor"],
    tiles: [
      { path: "/dashboard", words: ["监管概览", "Dashboard"], hint: ["待检、逾期、发现的问题，一眼看清", "Due, late and found, at a glance"], icon: "due" },
      DUE,
      SEARCH,
      ALARMS,
      COMPLAINTS,
      PLANS,
      PUBLICATION,
      { path: "/visits/new", words: ["安排检查", "Plan a visit"], hint: ["专项、投诉、复查、紧急", "Campaigns, complaints, rechecks, emergencies"], icon: "add", roles: ["supervisor"] },
      { path: "/standing/proposals", words: ["等级调整建议", "Proposed grades"], hint: ["系统建议、由人决定的降级", "Worse grades that wait for a person"], icon: "star" },
      RATINGS,
      { path: "/commitments", words: ["诚信计量承诺", "Commitments"], hint: ["核实违诺、决定恢复、红黄牌申诉", "Look into breaches, restore; appeals against cards"], icon: "ticket" },
      OUTBOX,
      { ...PRINT, roles: ["supervisor"] },
      { ...REGISTER, roles: ["supervisor"] },
      { ...IMPORTS, roles: ["supervisor"] },
      { path: "/register/merchant", words: ["登记经营者", "Register a merchant"], hint: ["企业、个体户、摊主", "Enterprise, business, stall-keeper"], icon: "shop", roles: ["supervisor"] },
      { path: "/register/site", words: ["登记场所", "Register a site"], hint: ["市场、医院、加油站、商超", "Market, hospital, petrol station, shop"], icon: "site", roles: ["supervisor"] },
    ],
  },
  { key: "publication", words: ["公示", "Publication"], roles: ["publisher"], tiles: [PUBLICATION, PLANS, SEARCH, DUE] },
  {
    key: "administration", words: ["管理员", "Administration"], roles: ["administrator"],
    tiles: [
      { path: "/accounts", words: ["账号", "Accounts"], hint: ["角色、停用和恢复", "Roles; disable and enable"], icon: "person" },
    ],
  },
];

/** Each page once: what several of these offer stands in the last of them, and who only enters others misses nothing. */
export function eachOnce(some: readonly Entrance[]): Entrance[] {
  const isLast = (path: string, place: number): boolean => !some.slice(place + 1).some((later) => later.tiles.some((tile) => tile.path === path));
  return some.map((one, place) => ({ ...one, tiles: one.tiles.filter(({ path }) => isLast(path, place)) })).filter(({ tiles }) => tiles.length > 0);
}

/** The consumers' entrance: no account, no role. */
export const CONSUMERS: Pick<Entrance, "words" | "tiles"> = {
  words: ["消费者", "Consumers"],
  tiles: [
    { path: "/weigh", words: ["缺斤少两自查", "Was it short weight?"], hint: ["再称一次，马上知道", "Weigh again, and know at once"], icon: "scale" },
    { path: "/complain", words: ["投诉、举报", "Complain or report"], hint: ["不用账号，举报可匿名", "No account; reports may be anonymous"], icon: "talk" },
    { path: "/open", words: ["看公示", "Public register"], hint: ["商户的检查结果、答复和承诺", "Results, replies and commitments of merchants"], icon: "shop" },
    { path: "/f", words: ["我的投诉举报", "My files"], hint: ["办到哪一步了", "How they stand"], icon: "list" },
  ],
};

/** Pages for everybody, signed in or not. */
export const PUBLIC: readonly Tile[] = [
  { path: "/laws", words: ["法规限值", "Rules and limits"], hint: ["每个数值的来源和版本", "Every number with its source"], icon: "book" },
  { path: "/draws", words: ["随机抽查公示", "Random inspections"], hint: ["抽谁、为什么，自己核对", "Who is drawn and why; check it yourself"], icon: "dice" },
  { path: "/counts", words: ["投诉举报统计", "Complaints counted"], hint: ["每季度公布，五件以上的区域", "Each quarter, areas of five or more"], icon: "chart" },
  { path: "/standing/rulebook", words: ["诚信计量评价规则", "The rulebook of standing"], hint: ["算什么、算多少，谁会变", "What counts, how much, who moves"], icon: "star" },
  { path: "/log", words: ["公示日志", "The public log"], hint: ["公示过的谁也改不了，自己核对", "Nobody can change what was published; check it"], icon: "chain" },
  { path: "/items", words: ["随机抽查事项", "What is inspected"], hint: ["公布的清单和依据", "The published list and its law"], icon: "list" },
  { path: "/join", words: ["使用邀请码", "Use an invitation"], hint: ["商户、市场主办者绑定账号", "For merchants and market organisers"], icon: "ticket" },
  { path: "/docs/api", words: ["接口说明", "The API"], hint: ["给开发者", "For developers"], icon: "code" },
];

const shared = (some: readonly Role[], others: readonly Role[]): boolean => some.some((role) => others.includes(role));

/** What these roles may enter, each with the tiles they may open; an entrance without any is left out. */
export function entrancesFor(roles: readonly Role[]): Entrance[] {
  return ENTRANCES.filter((entrance) => shared(entrance.roles, roles))
    .map((entrance) => ({ ...entrance, tiles: entrance.tiles.filter((tile) => shared(tile.roles ?? entrance.roles, roles)) }))
    .filter((entrance) => entrance.tiles.length > 0);
}
