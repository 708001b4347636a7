import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

// The server draws social images itself, and reads TrueType only: the same letters, as files that no page asks for.
const drawn = ["400Regular", "700Bold"].map((style) => ({
  fileName: `drawn-${style}.ttf`,
  source: `node_modules/@expo-google-fonts/atkinson-hyperlegible-next/${style}/AtkinsonHyperlegibleNext_${style}.ttf`,
}));
const lettersOfImages = {
  name: "letters-of-images",
  generateBundle() {
    for (const { fileName, source } of drawn) this.emitFile({ type: "asset", fileName, source: readFileSync(source) });
  },
};

// The manifest is what the server reads: `asset("styles/site.css")` looks up the source path in it.
export default defineConfig({
  base: "/assets/",
  publicDir: false,
  plugins: [lettersOfImages],
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: "manifest.json",
    target: ["chrome111", "firefox113", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: [
        "styles/site.css",
        "styles/admin.css",
        "scripts/site.ts",
        "scripts/copy.ts",
        "scripts/captcha.ts",
        "scripts/form.ts",
        "scripts/upload.ts",
      ],
    },
  },
});
