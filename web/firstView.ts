import { build, type Plugin } from "vite";

const fonts = /(figtree|bricolage-grotesque)-latin-wght-normal-[\w-]+\.woff2$/;
const place = "<!-- first view -->";

/**
 * Puts into index.html what the first view needs before all else: the script that fills in its words (src/boot.ts, in a file of its own, since the page
 * runs no inline script) and its fonts. The application itself comes after them.
 */
export function firstView(): Plugin {
  let script = "";
  return {
    name: "echotune-first-view",
    apply: "build",
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: "silent",
        build: { write: false, target: "es2022", modulePreload: false, rolldownOptions: { input: "src/boot.ts", output: { format: "iife", entryFileNames: "boot.js" } } },
      });
      const chunk = [built].flat().flatMap((part) => ("output" in part ? part.output : []))[0];
      if (chunk?.type !== "chunk") throw new Error("src/boot.ts was not built");
      script = this.getFileName(this.emitFile({ type: "asset", name: "boot.js", source: chunk.code }));
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const preloads = Object.keys(bundle ?? {})
          .filter((name) => fonts.test(name))
          .map((name) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${name}">`);
        return html
          .replaceAll(/<(script type="module"|link rel="modulepreload") crossorigin/g, '<$1 crossorigin fetchpriority="low"')
          .replace(place, [`<script src="/${script}"></script>`, ...preloads].join("\n    "));
      },
    },
  };
}
