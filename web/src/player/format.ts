import type { TrackDto } from "../api/types";

export type Transcode = "opus" | "aac" | null;

/** Asks the browser what it plays; "" means no. */
export type CanPlay = (mime: string) => string;

/**
 * Which stream to ask for first. The file itself where the page can tell nothing against it; the engine falls back to
 * `fallbackFormat` when decoding fails, since a page doesn't know the codec of a file before it has it.
 */
export function fallbackFormat(canPlay: CanPlay): Exclude<Transcode, null> | null {
  if (canPlay('audio/ogg; codecs="opus"') || canPlay('audio/webm; codecs="opus"')) return "opus";
  if (canPlay('audio/mp4; codecs="mp4a.40.2"') || canPlay("audio/aac")) return "aac";
  return null;
}

/** Two tracks that belong together: the next number of the same disc of the same album. Such a change is never faded. */
export function isContinuation(from: TrackDto | null | undefined, to: TrackDto | null | undefined): boolean {
  return (
    !!from?.albumId &&
    from.albumId === to?.albumId &&
    (from.discNumber ?? 1) === (to.discNumber ?? 1) &&
    !!from.trackNumber &&
    to.trackNumber === from.trackNumber + 1
  );
}
