/** Words of the entrances' homes. */
export const entrances = {
  noRole: ["您还没有角色", "You have no role yet"],
  noRoleText: ["请向执法人员或市场监管部门索取邀请码。", "Ask an inspector or the market regulator for an invitation code."],
  nothingYet: ["您的角色现在没有要在这里办的事。", "There is nothing here for your role at present."],
  useInvitation: ["使用邀请码", "Use an invitation"],
  counting: ["正在看有什么等您办…", "Looking what waits for you…"],
  notCounted: ["现在查不到有什么等您办，请打开各项看看。", "What waits for you could not be counted now: open the pages to see."],
  allDone: ["现在没有等您办的。", "Nothing waits for you now."],
  waits: ["{n} 件等您办", "{n} waiting for you"],
  waitsLate: ["{n} 件等您办，其中 {late} 件超期", "{n} waiting for you, {late} late"],
  toDo: ["{n} 件待办", "{n} to do"],
  unread: ["{n} 条未读", "{n} unread"],
  late: ["{n} 件超期", "{n} late"],
  asOf: ["{at} 的情况", "as of {at}"],
} as const;
