/** Line drawings on a 24 by 24 grid, one path each. */
export const ICONS = {
  home: "M3 11 12 4l9 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10",
  list: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
  book: "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zm0 0v14",
  scale: "M12 4v16M7 20h10M4 7h16M6.5 7 3 14h7L6.5 7zm11 0L14 14h7l-3.5-7z",
  code: "m8 7-5 5 5 5M16 7l5 5-5 5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
  due: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3.5 2.5",
  bell: "M6 16V10.5a6 6 0 0 1 12 0V16l2 2H4l2-2zm4 4h4",
  alarm: "M12 4 2.5 20h19L12 4zm0 6v5m0 2.5v.5",
  import: "M12 4v11m-4-4 4 4 4-4M4 17v3h16v-3",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  shop: "M4 9V20h16V9M3 9l2-5h14l2 5c0 1.7-1.3 3-3 3s-3-1.3-3-3c0 1.7-1.3 3-3 3s-3-1.3-3-3c0 1.7-1.3 3-3 3S3 10.7 3 9z",
  site: "M4 20V8l8-4 8 4v12M9 20v-6h6v6M8 10h1m3 0h1m3 0h1",
  add: "M12 5v14M5 12h14",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
  ticket: "M3 7h18v3.5a2 2 0 0 0 0 3.5V17H3v-3a2 2 0 0 0 0-3.5V7zm11 0v10",
  dice: "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01",
  star: "m12 4 2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9 12 4z",
  outbox: "M4 13v7h16v-7M4 13h5l1.5 3h3L15 13h5M12 12V3m-3.5 3.5L12 3l3.5 3.5",
  phone: "M7 3h10v18H7zM11 18h2M9.5 10.5l2 2 3.5-4",
  menu: "M4 7h16M4 12h16M4 17h16",
} as const;

export type IconName = keyof typeof ICONS;
