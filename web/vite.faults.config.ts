import { defineConfig } from "vite";

/** The phone's code by itself, for a browser that is killed over it; tests/e2e/killing.py builds and drives it. */
export default defineConfig({
  logLevel: "warn",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  build: {
    target: "chrome90",
    minify: false,
    lib: { entry: "tests/faults/phone.ts", formats: ["iife"], name: "phone", fileName: () => "phone.js" },
  },
});
