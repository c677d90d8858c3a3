/** The verifier for Node: what bench/draw_web.mjs and the soak test of tests/unit/sampling run. */
export { hex } from "./bytes";
export { canonical } from "./documents";
export { fastSha256, plainSha256 } from "./hashing";
export { verify } from "./verification";
