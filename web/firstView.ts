import { readdirSync, readFileSync } from "node:fs";
import { build, type Plugin } from "vite";

const fonts = /(figtree|bricolage-grotesque)-latin-wght-normal-[\w-]+\.woff2$/;
const place = "<!-- first view -->";

/** Sources that the first view is drawn by; pages and panels that are fetched later are not among them. */
export const firstSources = /src[\\/](ui|api|player|app|features[\\/](chat|nowPlaying|queue|scan|track(?=[\\/]useRate)))[\\/](?!.*(TrackList|Help|NotFound|FullScreen|QueuePage|[\\/]de\.ts))/;

/** Says of a module whether it is an icon, and whether the first view shows it: the icons of other pages come with those. */
export function iconsOf(): (id: string) => "first" | "later" | null {
  const files = new Map<string, string>();
  const exports = readFileSync("node_modules/lucide-react/dist/esm/lucide-react.mjs", "utf8").matchAll(/export \{([^}]*)\} from ["']\.\/icons\/([\w-]+)\.m?js["']/g);
  for (const [, names = "", file = ""] of exports) for (const [, name = ""] of names.matchAll(/default as (\w+)/g)) files.set(name, file);
  const first = new Set<string>();
  for (const source of readdirSync("src", { recursive: true, encoding: "utf8" }).map((file) => `src/${file}`).filter((file) => file.endsWith(".tsx") && firstSources.test(file)))
    for (const [, names = ""] of readFileSync(source, "utf8").matchAll(/import \{([^}]*)\} from "lucide-react"/g)) for (const name of names.split(",")) first.add(files.get(name.trim()) ?? "");
  return (id) => {
    const icon = /lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]([\w-]+)\.m?js/.exec(id)?.[1];
    return icon === undefined ? null : first.has(icon) ? "first" : "later";
  };
}

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
