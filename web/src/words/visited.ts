/** Words of a merchant's own visits. */
export const visitedWords = {
  title: ["检测结果和评价", "What was checked; ratings"],
  text: ["每次检查查了什么、结果怎样。记录提交后可以匿名评价，一家只评一次。", "What was checked at each visit and what it came to. Once the record is closed you may rate the visit without a name, once."],
  none: ["还没有检查。", "No visits yet."],
  notOwn: ["这次没有检测您的器具。", "None of your instruments was checked."],
  rate: ["您对这次检查满意吗？", "Were you satisfied with this visit?"],
  rateText: ["不记名：只计总数，满五份才给执法机关看，看不出是谁评的。", "Without a name: only the count goes up, and the office sees it from five on. Nobody can tell who said what."],
  answer_5: ["非常满意", "Very satisfied"],
  answer_4: ["满意", "Satisfied"],
  answer_3: ["基本满意", "Fairly satisfied"],
  answer_2: ["不满意", "Not satisfied"],
  answer_1: ["非常不满意", "Not at all satisfied"],
  choose: ["请选择", "Choose"],
  send: ["匿名提交", "Send without a name"],
  thanks: ["已计入，谢谢。一家只评一次。", "Counted, thank you. Each merchant rates once."],
  other: ["商品或清单", "Goods or a list"],
} as const;
