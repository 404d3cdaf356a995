import { createContext, use } from "react";
import type { TrackDto } from "../api/types";
import type { MenuPlace } from "./Menu";

export interface TrackActions {
  openMenu: (track: TrackDto, place: MenuPlace) => void;
  addToPlaylist: (trackIds: string[]) => void;
}

export const TrackActionsContext = createContext<TrackActions>({ openMenu: () => undefined, addToPlaylist: () => undefined });

/** The menu of a track and the choice of a playlist: one of each on the page, opened from any row. */
export function useTrackActions(): TrackActions {
  return use(TrackActionsContext);
}
