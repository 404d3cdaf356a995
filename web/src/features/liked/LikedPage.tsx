import { Play, Shuffle } from "lucide-react";
import { useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";

export default function LikedPage() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const list = useTracks({ liked: true, sort: "added", descending: true });
  const play = (shuffle: boolean) => attempt(commands.play({ trackIds: list.items.slice(0, 500).map((track) => track.id), shuffle }));
  return (
    <Page
      title={t("liked.title")}
      actions={
        list.items.length > 0 && (
          <>
            <Button look="primary" icon={<Play size={17} fill="currentColor" />} onClick={() => play(false)}>
              {t("library.playAll")}
            </Button>
            <Button icon={<Shuffle size={17} />} onClick={() => play(true)}>
              {t("library.shuffleAll")}
            </Button>
          </>
        )
      }
    >
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <RowSkeletons />
      ) : list.items.length === 0 ? (
        <EmptyState title={t("liked.empty")} hint={t("liked.emptyHint")} />
      ) : (
        <TrackList tracks={list.items} label={t("liked.title")} onEnd={list.loadMore} />
      )}
    </Page>
  );
}
