/** Words of registering merchants, sites and instruments, and of choosing them. */
export const registration = {
  district: ["行政区", "District"],
  siteName: ["场所名称", "Name of the site"],
  merchantName: ["经营者名称", "Name of the merchant"],
  typePart: ["输入名称的一部分", "Type a part of the name"],
  chooseAgain: ["重选", "Change"],
  nothingFound: ["没有找到。换一个区，或少输几个字。", "Nothing found. Try another district or fewer characters."],
  more: ["还有 {count} 个，请再输几个字。", "{count} more; type a few more characters."],
} as const;
