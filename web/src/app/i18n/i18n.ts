import { useCallback, useMemo, useSyncExternalStore } from "react";
import { en } from "./en";
import { languageKey, languageOf, type Language } from "./language";
import { list, translate, type Catalogue, type ListName, type TextName, type Values } from "./translate";

export const languages: readonly { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "de", name: "Deutsch" },
];

/** English is in the page; every other language is fetched when it is chosen. */
const load: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import("./de")).de,
};

interface Spoken {
  language: Language;
  catalogue: Catalogue;
}

let spoken: Spoken = { language: "en", catalogue: en };
let wanted: Language = "en";
const listeners = new Set<() => void>();

export function startI18n(): Promise<void> {
  return applyLanguage(localStorage.getItem(languageKey) ?? navigator.language);
}

/** Speaks the language of a tag such as "de-AT"; what is not known becomes English. */
export async function applyLanguage(tag: string): Promise<void> {
  const language = languageOf(tag);
  localStorage.setItem(languageKey, language);
  document.documentElement.lang = language;
  wanted = language;
  if (language === spoken.language) return;
  const catalogue = await load[language]();
  if (wanted !== language) return; // Another one was chosen meanwhile.
  spoken = { language, catalogue };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export interface Translation {
  language: Language;
  /** The text of a name. */
  t: (name: TextName, values?: Values) => string;
  /** Several texts under one name. */
  texts: (name: ListName) => readonly string[];
}

export function useTranslation(): Translation {
  const { language, catalogue } = useSyncExternalStore(subscribe, () => spoken);
  const t = useCallback((name: TextName, values?: Values) => translate(catalogue, language, name, values), [catalogue, language]);
  const texts = useCallback((name: ListName) => list(catalogue, name), [catalogue]);
  return useMemo(() => ({ language, t, texts }), [language, t, texts]);
}
