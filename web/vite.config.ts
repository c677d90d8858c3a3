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
        start_url: "/",
        display: "standalone",
        background_color: "#f4efe4",
        theme_color: "#0f2a33",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,wasm}"],
        globIgnores: ["**/zxing_writer-*.wasm", "**/recompute-*.js"], // inviting and recomputing a draw need a network anyway
        maximumFileSizeToCacheInBytes: 3_000_000,
        clientsClaim: true, // whoever opens the app for the first time and loses the network has it too
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/_local\//, /^\/public\//],
      },
    }),
  ],
  build: { target: ["chrome90", "safari15"], chunkSizeWarningLimit: 700 },
});
