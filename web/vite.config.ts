import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstSources, firstView, iconsOf } from "./firstView.ts";

const icons = iconsOf();
const server = process.env["ECHOTUNE_URL"] ?? "http://127.0.0.1:5080";

export default defineConfig({
  plugins: [react(), firstView()],
  build: {
    outDir: "../src/EchoTune.Server/wwwroot",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // A few files that seldom change, instead of many small ones. Material is not among what the first view needs.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack[\\/](react-query|query-core))[\\/]/, priority: 3 },
            { name: "material", test: /(node_modules[\\/](@mui|@emotion|@popperjs|stylis|react-transition-group)|src[\\/]ui[\\/]mui|src[\\/]app[\\/]theme[\\/]theme)/, priority: 2 },
            { name: "shell", test: (id: string) => /node_modules[\\/]@fontsource-variable[\\/]/.test(id) || (/node_modules[\\/]lucide-react[\\/]/.test(id) ? icons(id) !== "later" : firstSources.test(id)), priority: 1 },
            { name: "icons", test: (id: string) => icons(id) === "later", priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    // `npm run dev` works against a running EchoTune.
    proxy: {
      "/api": { target: server, changeOrigin: true, headers: { origin: server } },
      "/hubs": { target: server, changeOrigin: true, ws: true, headers: { origin: server } },
    },
  },
  test: {
    // The few tests that need a page say so themselves: starting one costs more than the tests do.
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // Only waited out where something is broken; a loaded machine is slow.
    testTimeout: 60_000,
  },
});
