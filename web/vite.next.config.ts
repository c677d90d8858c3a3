import { defineConfig, mergeConfig } from "vite";
import base from "./vite.config.ts";

/** The app's next version, for tests/e2e/test_updates.py: every form of a check has a newer version, one another title. */
export default mergeConfig(base, defineConfig({
  logLevel: "warn",
  build: { minify: false, reportCompressedSize: false },
  plugins: [{
    name: "next-forms",
    enforce: "pre",
    transform: (code, id) => (id.endsWith("/law/forms.json") ? code.replaceAll('"version": 1,', '"version": 2,').replaceAll('"zh": "电子计价秤检测"', '"zh": "电子计价秤检测（新版）"') : undefined),
  }],
}));
