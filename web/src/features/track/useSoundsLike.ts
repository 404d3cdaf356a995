import { useCallback } from "react";
import { endpoints } from "../../api/endpoints";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { attempt, notify } from "../../ui/toasts";

const most = 30;

/** Plays what sounds most like a track, nearest first. */
export function useSoundsLike(): (track: { id: string; title: string }) => void {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  return useCallback(
    (track) =>
      attempt(
        endpoints.similar(track.id, most).then(async ({ items }) => {
          const ids = items.filter((item) => item.track.isAvailable).map((item) => item.track.id);
          if (ids.length === 0) notify(t("track.noneAlike", { title: track.title }));
          else {
            await commands.play({ trackIds: ids });
            notify(t("track.playsAlike", { title: track.title }));
          }
        }),
      ),
    [commands, t],
  );
}
