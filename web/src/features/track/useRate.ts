import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { endpoints } from "../../api/endpoints";
import { patchTrack } from "../../api/patch";
import type { TrackDto } from "../../api/types";
import { usePlayer } from "../../player/context";
import { notify } from "../../ui/toasts";

type Marks = Pick<TrackDto, "isLiked" | "isDisliked" | "isSaved">;

/** Likes or dislikes a track, or takes it back: shown at once, taken back if the server refuses. */
export function useRateTrack(): (track: TrackDto, mark: "like" | "dislike") => void {
  const queries = useQueryClient();
  const { store } = usePlayer();
  return useCallback(
    (track, mark) => {
      const on = mark === "like" ? !track.isLiked : !track.isDisliked;
      const before: Marks = { isLiked: track.isLiked, isDisliked: track.isDisliked, isSaved: track.isSaved };
      const after: Marks = { isLiked: mark === "like" && on, isDisliked: mark === "dislike" && on, isSaved: track.isSaved };
      const show = (marks: Marks) => {
        store.apply({ kind: "rated", trackId: track.id, ...marks });
        patchTrack(queries, track.id, marks);
      };
      show(after);
      endpoints.rate("tracks", track.id, mark, on).catch((error: unknown) => {
        show(before);
        notify(error instanceof Error ? error.message : String(error), { isError: true });
      });
    },
    [queries, store],
  );
}
