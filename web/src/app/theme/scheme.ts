/** What the listener chose, and what follows from it. Free of everything else: the page's first script uses it before anything is drawn. */
export type Mode = "light" | "dark" | "system";
export type Scheme = "light" | "dark";

/** Where a browser keeps the choice. */
export const modeKey = "echotune.mode";

export function schemeOf(mode: string | null, prefersLight: boolean): Scheme {
  if (mode === "light" || mode === "dark") return mode;
  return prefersLight ? "light" : "dark";
}
