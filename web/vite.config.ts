import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env["ECHOTUNE_URL"] ?? "http://127.0.0.1:5080";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/EchoTune.Server/wwwroot",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // A few files that seldom change, instead of many small ones.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack[\\/](react-query|query-core)|i18next|react-i18next)[\\/]/, priority: 3 },
            { name: "shell", test: /src[\\/](ui|api|player|app)[\\/](?!.*(Help|NotFound|de\.ts))/, priority: 1 },
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
