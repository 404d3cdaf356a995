import type { QueryClient } from "@tanstack/react-query";
import type { TrackDto } from "./types";

function patchIn(value: unknown, trackId: string, change: Partial<TrackDto>): unknown {
  if (Array.isArray(value)) {
    let isChanged = false;
    const items = value.map((item) => {
      const next = patchIn(item, trackId, change);
      isChanged ||= next !== item;
      return next;
    });
    return isChanged ? items : value;
  }
  if (value === null || typeof value !== "object") return value;
  const record = value as Record<string, unknown>;
  // A queue item carries the track's id too: only what has likes is a track.
  if (record["id"] === trackId && "isLiked" in record && "durationMs" in record && "artistId" in record) return { ...record, ...change };
  let copy: Record<string, unknown> | null = null;
  for (const [name, inner] of Object.entries(record)) {
    const next = patchIn(inner, trackId, change);
    if (next !== inner) (copy ??= { ...record })[name] = next;
  }
  return copy ?? value;
}

/** Changes a track wherever it is cached (lists, pages, chat), without fetching anything again. */
export function patchTrack(queries: QueryClient, trackId: string, change: Partial<TrackDto>): void {
  queries.setQueriesData({ predicate: (query) => query.state.data !== undefined }, (data: unknown) => patchIn(data, trackId, change));
}
