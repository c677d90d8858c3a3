/** Words of the page of the open data, and of posters: Chinese, English. */
export const opendata = {
  title: ["开放数据", "Open data"],
  text: [
    "每天生成一次；公示内容有变化时几分钟内重新生成。列名照国家的规定，可以直接交到市公共数据平台。",
    "Made daily, and again within minutes when what is public changes. Columns have the national names, ready for the municipal platform.",
  ],
  made: ["生成时间 {at}", "Made {at}"],
  notYet: ["还没有生成。请过几分钟再来。", "Not made yet. Come back in a few minutes."],
  rows: ["{n} 行", "rows: {n}"],
  sums: ["校验值 SHA-256", "Checksums, SHA-256"],
  standing: ["重算诚信计量状况，和变更记录", "Recompute standings; what changed"],
  standingText: ["用事实文件和公布的评价规则可以重算每一个等级，结果应当逐字节相同。", "With the facts and the published rulebook every grade can be reckoned again, the same to the byte."],
  beside: ["说明文件", "About the data"],
  licence: ["发布者与授权", "Publisher and licence"],
  back: ["公示首页", "The register"],
  poster: ["打印公示海报", "Print the poster"],
  posterText: ["贴在店里显眼处。顾客扫码看到的是当天的公示页面。", "Hang it where customers see it. Its code opens the public page of the day."],
  posterReady: ["海报已生成，点这里下载 PDF", "The poster is ready: download the PDF"],
  publicPage: ["看我的公示页面", "My public page"],
} as const;
