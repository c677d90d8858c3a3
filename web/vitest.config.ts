import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["tests/**/*.test.ts"], environment: "node", setupFiles: ["tests/browser.ts"], testTimeout: 60_000, hookTimeout: 60_000 }, // of a busy machine
});
