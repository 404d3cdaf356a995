import type { Language } from "./language";

export type DayTime = "morning" | "afternoon" | "evening" | "night";

/** The words of the first view. They stand apart from the catalogues, since the page shows them before it has loaded those. */
export const greetings: Record<Language, Record<DayTime | "hero", string>> = {
  en: { morning: "Good morning.", afternoon: "Good afternoon.", evening: "Good evening.", night: "Still up?", hero: "What should we hear?" },
  de: { morning: "Guten Morgen.", afternoon: "Guten Tag.", evening: "Guten Abend.", night: "Noch wach?", hero: "Was wollen wir hören?" },
};

export function dayTimeOf(hour: number): DayTime {
  return hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}
