import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";

export const languages = [
  { code: "en", name: "English" },
  { code: "de", name: "Deutsch" },
] as const;

export const i18n = i18next.createInstance();

const storageKey = "echotune.language";

/** English is in the page; every other language is fetched when it is chosen. */
export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnObjects: true,
  });
  await applyLanguage(localStorage.getItem(storageKey) ?? navigator.language);
}

export async function applyLanguage(tag: string): Promise<void> {
  const code = tag.slice(0, 2).toLowerCase();
  if (code === "de" && !i18n.hasResourceBundle("de", "translation")) {
    const { de } = await import("./de");
    i18n.addResourceBundle("de", "translation", de);
  }
  const chosen = languages.some((one) => one.code === code) ? code : "en";
  localStorage.setItem(storageKey, chosen);
  document.documentElement.lang = chosen;
  if (i18n.language !== chosen) await i18n.changeLanguage(chosen);
}
