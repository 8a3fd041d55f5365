import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const entries = { form: "main.tsx", inbox: "main.ts", diagram: "main.ts", "process-studio": "main.tsx", "decision-studio": "main.tsx" };

export default defineConfig({
  // Relative addresses: the bundles work under any mount point of the static folder.
  base: "./",
  plugins: [react()],
  resolve: { alias: { "@rjsf/validator-ajv8": "/src/form/answers/without-ajv.ts" } },
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, `src/${name}/${file}`]),
      ),
    },
  },
  test: { environment: "jsdom", include: ["test/**/*.test.{ts,tsx}"], setupFiles: ["test/setup.ts"], server: { deps: { inline: [/@rjsf/] } } },
});
