import { useMemo } from "react";
import { useTranslation } from "./i18n";
import type { Language } from "./language";
import { translate, type Names, type Values } from "./translate";

/** The words of a page that few open, in every language: they come with it instead of with the first view. */
export type Texts<T extends object> = Readonly<Record<Language, T>>;
export type Say<T extends object> = (name: Names<T, string>, values?: Values) => string;

/** Says what a page alone says, in the language of the whole. */
export function useTexts<T extends object>(texts: Texts<T>): Say<T> {
  const { language } = useTranslation();
  return useMemo(() => (name, values) => translate(texts[language], language, name, values), [texts, language]);
}
