import type { HearingDto } from "../../api/types";

/** How much of a track was listened to, 0–1; null where its length isn't known. */
export function shareOf(hearing: Pick<HearingDto, "heardSeconds" | "durationSeconds">): number | null {
  return hearing.durationSeconds > 0 ? Math.min(1, Math.max(0, hearing.heardSeconds / hearing.durationSeconds)) : null;
}

/** A share as it is read out: in fifths, so that a screen reader isn't interrupted all the time. */
export const spoken = (share: number): number => Math.floor(share * 5) * 20;
