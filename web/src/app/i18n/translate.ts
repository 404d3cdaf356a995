import type { en } from "./en";

/** All that the page says, in one language. English has the shape that the others follow. */
export type Catalogue = typeof en;

/** Dotted names of what has a text of its own: "chat.send". Of "count_one" and "count_other" it is "count". */
export type Names<T, Kind> = {
  [K in keyof T & string]: T[K] extends Kind ? (K extends `${infer Name}_${"one" | "other"}` ? Name : K) : T[K] extends readonly string[] | string ? never : `${K}.${Names<T[K], Kind>}`;
}[keyof T & string];

export type TextName = Names<Catalogue, string>;
export type ListName = Names<Catalogue, readonly string[]>;
export type Values = Readonly<Record<string, string | number>>;

const rules = new Map<string, Intl.PluralRules>();

function formOf(language: string, count: number): string {
  let rule = rules.get(language);
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)));
  return rule.select(count) === "one" ? "one" : "other";
}

function find(catalogue: object, name: string): unknown {
  let at: unknown = catalogue;
  for (const part of name.split(".")) at = (at as Record<string, unknown> | undefined)?.[part];
  return at;
}

/** The text of a name, with `{{value}}` filled in; where it has forms for one and for several, `count` chooses. */
export function translate<T extends object>(catalogue: T, language: string, name: Names<T, string>, values: Values = {}): string {
  const { count } = values;
  const text = (typeof count === "number" ? find(catalogue, `${name}_${formOf(language, count)}`) : undefined) ?? find(catalogue, name);
  if (typeof text !== "string") return name;
  return text.replace(/\{\{(\w+)\}\}/g, (hole, value: string) => (value in values ? String(values[value]) : hole));
}

/** Several texts under one name. */
export function list(catalogue: Catalogue, name: ListName): readonly string[] {
  return find(catalogue, name) as readonly string[];
}
