/** What roles are called. */
import type { Role } from "./entrances";
import { pair } from "./i18n";

export const ROLES: Readonly<Record<Role, readonly [zh: string, en: string]>> = {
  inspector: ["执法人员", "inspector"], reviewer: ["审核员", "reviewer"], supervisor: ["监管科", "supervisor"], publisher: ["公示员", "publisher"],
  leader: ["负责人", "leader"], lab: ["检定机构", "lab"], merchant: ["经营者", "merchant"], organiser: ["市场主办者", "organiser"],
  auditor: ["监督", "auditor"], administrator: ["管理员", "administrator"],
};

/** The roles in words, for one line. */
export function roleNames(roles: readonly string[]): string {
  return roles.filter((role): role is Role => role in ROLES).map((role) => pair(ROLES[role])).join(pair(["、", ", "]));
}
