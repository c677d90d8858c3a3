/** Words of the entrances' homes. */
export const entrances = {
  noRole: ["您还没有角色", "You have no role yet"],
  noRoleText: ["请向执法人员或市场监管部门索取邀请码。", "Ask an inspector or the market regulator for an invitation code."],
  useInvitation: ["使用邀请码", "Use an invitation"],
} as const;
