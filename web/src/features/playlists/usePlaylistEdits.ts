import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ApiError } from "../../api/client";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import type { PlaylistDetailsDto, PlaylistEntryDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { notify } from "../../ui/toasts";

interface Edits {
  rename: (title: string, description: string) => Promise<void>;
  setEntries: (entries: PlaylistEntryDto[]) => Promise<void>;
  add: (trackId: string) => Promise<void>;
}

/** Changes of one playlist: shown at once, told to the server with the version that was seen; a conflict shows the other's state. */
export function usePlaylistEdits(id: string): Edits {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const known = useCallback(() => queries.getQueryData<PlaylistDetailsDto>(keys.playlist(id)), [queries, id]);

  const change = useCallback(
    async (body: Omit<Parameters<typeof endpoints.updatePlaylist>[1], "version">, shown: (details: PlaylistDetailsDto) => PlaylistDetailsDto) => {
      const before = known();
      if (!before) return;
      queries.setQueryData(keys.playlist(id), shown(before));
      try {
        queries.setQueryData(keys.playlist(id), await endpoints.updatePlaylist(id, { version: before.playlist.version, ...body }));
        void queries.invalidateQueries({ queryKey: keys.playlists, exact: true });
      } catch (error) {
        queries.setQueryData(keys.playlist(id), before);
        void queries.invalidateQueries({ queryKey: keys.playlist(id) });
        const isConflict = error instanceof ApiError && error.status === 409;
        notify(isConflict ? t("playlists.conflict") : error instanceof Error ? error.message : String(error), { isError: true });
      }
    },
    [known, queries, id, t],
  );

  return {
    rename: useCallback((title, description) => change({ title, description }, (details) => ({ ...details, playlist: { ...details.playlist, title, description } })), [change]),
    setEntries: useCallback(
      (entries) => change({ entries: entries.map((entry) => ({ entryId: entry.entryId, trackId: entry.track.id })) }, (details) => ({ ...details, entries })),
      [change],
    ),
    add: useCallback(
      async (trackId) => {
        queries.setQueryData(keys.playlist(id), await endpoints.addToPlaylist(id, [trackId]));
        void queries.invalidateQueries({ queryKey: keys.playlists, exact: true });
      },
      [queries, id],
    ),
  };
}
