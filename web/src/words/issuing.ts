/** Words of issuing and revoking labels. */
import { labels } from "./labels";

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
  cause_damaged: labels.cause_damaged,
  cause_lost: labels.cause_lost,
  cause_copied: labels.cause_copied,
  cause_moved: labels.cause_moved,
  cause_issued_in_error: labels.cause_issued_in_error,
} as const;
