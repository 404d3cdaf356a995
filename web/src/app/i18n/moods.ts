import { humanise } from "../../ui/format";
import { en } from "./en";
import type { Translation } from "./i18n";

type Known = keyof typeof en.moods;

/** What a mood that was heard is called; one that the page doesn't know yet by its own name. */
export function moodName(t: Translation["t"], name: string): string {
  return name in en.moods ? t(`moods.${name as Known}`) : humanise(name);
}
