/** Words of the entrances' homes. */
export const entrances = {
  noRole: ["您还没有角色", "You have no role yet"],
  noRoleText: ["请向执法人员或市场监管部门索取邀请码。", "Ask an inspector or the market regulator for an invitation code."],
  nothingYet: ["您的角色现在没有要在这里办的事。", "There is nothing here for your role at present."],
  useInvitation: ["使用邀请码", "Use an invitation"],
} as const;
