import { de } from "./texts.de";
import { en } from "./texts.en";
import { useTexts, type Texts } from "../../app/i18n/texts";

export const adminTexts: Texts<typeof en> = { en, de };

/** The words of the admin pages. */
export const useSay = () => useTexts(adminTexts);
export type AdminSay = ReturnType<typeof useSay>;
