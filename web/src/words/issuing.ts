/** Words of issuing and revoking labels. */
export const issuing = {
  label: ["赋码标签", "Label"],
  current: ["第 {n} 张标签在用", "Label {n} counts"],
  labelUntil: ["有效期至 {day}", "until {day}"],
  none: ["没有有效的标签", "No label counts now"],
  show: ["看标签", "Show the label"],
  issue: ["签发标签", "Issue a label"],
  issueNext: ["换发新标签（旧的作废）", "Issue the next (the old one ends)"],
  revoke: ["作废标签", "Revoke the label"],
  cause: ["为什么作废", "Why"],
  pictureOf: ["编号 {n} 的标签", "Label of {n}"],
  cause_damaged: ["标签损坏", "it was damaged"],
  cause_lost: ["标签遗失", "it was lost"],
  cause_copied: ["标签被复制", "it was copied"],
  cause_moved: ["标签被移到别的器具上", "it was moved to another instrument"],
  cause_issued_in_error: ["签发有误", "it was issued in error"],
} as const;
