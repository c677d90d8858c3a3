import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

export default defineConfig({
  plugins: [
    vue(),
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
        globIgnores: ["**/zxing_writer-*.wasm", "**/recompute-*.js"], // inviting and recomputing a draw need a network anyway
        maximumFileSizeToCacheInBytes: 3_000_000,
        cleanupOutdatedCaches: true,
        clientsClaim: true, // whoever opens the app for the first time and loses the network has it too
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/_local\//, /^\/public\//],
      },
    }),
  ],
  build: { target: ["chrome90", "safari15"], chunkSizeWarningLimit: 700 },
});
