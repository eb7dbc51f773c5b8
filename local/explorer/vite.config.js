import { defineConfig } from "vite";

export default defineConfig({
  base: "/explorer/",
  esbuild: { jsx: "automatic" },
  // everything is served from this machine, so one large file costs nothing
  build: { chunkSizeWarningLimit: 4000, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
