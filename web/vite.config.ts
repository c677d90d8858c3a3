import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { fileOf } from "./chunks.ts";
import { voices } from "./voices.ts";

/** A label's page asks its question while the rest of the app is on its way: labels/early.ts is a script of its own. */
const early: Plugin = {
  name: "early",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }) => {
      const script = Object.values(bundle).find((one) => one.name === "early");
      return script ? [{ tag: "script", attrs: { type: "module", async: true, crossorigin: true, src: `/${script.fileName}` }, injectTo: "head-prepend" }] : [];
    },
  },
};

export default defineConfig({
  plugins: [
    vue({ features: { optionsAPI: false }, template: { compilerOptions: { nodeTransforms: [voices] } } }),
    early,
    VitePWA({
      registerType: "prompt",
      manifest: {
        name: "权衡 Steelyard",
        short_name: "权衡",
        description: "城市公平计量 · fair measurement in a city",
        lang: "zh-CN",
        id: "/", // what the installed app is known by, wherever it starts
        start_url: "/",
        scope: "/",
        display: "standalone",
        background_color: "#f4efe4",
        theme_color: "#0f2a33",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any maskable" },
        ],
        shortcuts: [
          { name: "扫码 · Scan", url: "/scan" },
          { name: "我的检查 · My visits", url: "/visits" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,wasm}"],
        globIgnores: ["**/zxing_writer-*.wasm", "**/recompute-*.js", "**/memory-*.js"], // inviting and recomputing need a network; where memory is needed nothing is kept
        maximumFileSizeToCacheInBytes: 3_000_000,
        cleanupOutdatedCaches: true,
        clientsClaim: true, // whoever opens the app for the first time and loses the network has it too
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/_local\//, /^\/public\//],
      },
    }),
  ],
  build: {
    target: ["chrome90", "safari15"],
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: "index.html", early: "src/labels/early.ts" },
      // What every page needs, in one file: each request costs a slow phone as much as ten thousand characters.
      // Its dependencies go where they belong: early.ts must not wait for the shell because both read storages.ts.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "shell", test: /node_modules\/(@vue|vue|vue-router)\/|\/src\/(arrival|i18n|onward|underway|words\/common)\.ts|oxc-project|preload-helper|export-helper/ },
            { debugName: "entrances", name: (id, context) => fileOf(id, (one) => context.getModuleInfo(one)) },
          ],
        },
      },
    },
  },
});
