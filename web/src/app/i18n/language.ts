/** Languages of the page. Free of everything else: the page's first script uses it before anything is drawn. */
export type Language = "en" | "de";

/** Where a browser keeps the choice. */
export const languageKey = "echotune.language";

/** The language of a tag such as "de-AT"; English where the page does not speak it. */
export function languageOf(tag: string): Language {
  return tag.slice(0, 2).toLowerCase() === "de" ? "de" : "en";
}
