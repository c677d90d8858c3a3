/** All that the build needs of Node: its whole types would bring their globals into the app. */
declare module "node:fs" {
  export function readFileSync(path: URL, encoding: "utf8"): string;
}
