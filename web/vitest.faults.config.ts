import { defineConfig } from "vitest/config";

/** Fault injection against a server of Python's; tests/e2e/test_sync_faults.py starts both. */
export default defineConfig({
  test: { include: ["tests/faults/sync.ts"], environment: "node", setupFiles: ["tests/browser.ts"], testTimeout: 120_000 },
});
