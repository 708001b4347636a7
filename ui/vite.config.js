import { defineConfig } from "vite";

// The manifest is what the server reads: `asset("styles/site.css")` looks up the source path in it.
export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: "manifest.json",
    target: ["chrome111", "firefox113", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: ["styles/site.css", "scripts/site.ts", "scripts/copy.ts"],
    },
  },
});
