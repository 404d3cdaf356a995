import { Play } from "lucide-react";
import { useParams } from "react-router";
import { useAlbums, useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Button } from "../../ui/Button";
import { Grid } from "../../ui/Cards";
import { Page, Section } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";
import { AlbumCard } from "../library/AlbumCard";
import { NoTracks } from "../library/TracksView";

export default function YearPage() {
  const { t } = useTranslation();
  const year = Number(useParams()["year"]);
  const { commands } = usePlayer();
  const albums = useAlbums({ year, sort: "title" });
  const list = useTracks({ yearFrom: year, yearTo: year, sort: "title" });
  const play = () => attempt(commands.play({ trackIds: list.items.slice(0, 200).map((track) => track.id) }));
  return (
    <Page
      title={String(year)}
      actions={
        <Button look="primary" icon={<Play size={17} fill="currentColor" />} disabled={list.items.length === 0} onClick={play}>
          {t("library.playAll")}
        </Button>
      }
    >
      {albums.items.length > 0 && (
        <Section title={t("library.albums")}>
          <Grid label={t("library.albums")}>
            {albums.items.map((album) => (
              <AlbumCard key={album.id} album={album} />
            ))}
          </Grid>
        </Section>
      )}
      <Section title={t("library.tracks")}>
        {list.error ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isPending ? (
          <RowSkeletons />
        ) : list.items.length === 0 ? (
          <NoTracks query={String(year)} />
        ) : (
          <TrackList tracks={list.items} label={t("library.tracks")} onEnd={list.loadMore} />
        )}
      </Section>
    </Page>
  );
}
