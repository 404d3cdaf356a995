import type { TrackDto } from "../../api/types";

/** Tracks by disc, each with its place on the whole album. */
export function discsOf(tracks: readonly TrackDto[]): { disc: number; from: number; tracks: TrackDto[] }[] {
  const discs: { disc: number; from: number; tracks: TrackDto[] }[] = [];
  tracks.forEach((track, index) => {
    const disc = track.discNumber ?? 1;
    const last = discs.at(-1);
    if (last?.disc === disc) last.tracks.push(track);
    else discs.push({ disc, from: index, tracks: [track] });
  });
  return discs;
}
