import { humanise } from "../../ui/format";
import { en } from "./en";
import type { Translation } from "./i18n";

type Known = keyof typeof en.strategies;

/** What a strategy of the recommender is called; one that the page doesn't know yet by its own name. */
export function strategyName(t: Translation["t"], name: string): string {
  return name in en.strategies ? t(`strategies.${name as Known}`) : humanise(name);
}
