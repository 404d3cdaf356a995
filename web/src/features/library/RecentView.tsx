import { useAlbums, useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { Grid } from "../../ui/Cards";
import { Section } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { TrackList } from "../../ui/TrackList";
import { AlbumCard } from "./AlbumCard";
import { NoTracks } from "./TracksView";

/** What came last. */
export function RecentView() {
  const { t } = useTranslation();
  const albums = useAlbums({ sort: "added", descending: true });
  const tracks = useTracks({ sort: "added", descending: true });
  if (tracks.error) return <ErrorState error={tracks.error} onRetry={tracks.refetch} />;
  if (tracks.isPending) return <RowSkeletons count={10} />;
  if (tracks.items.length === 0) return <NoTracks query="" />;
  return (
    <>
      {albums.items.length > 0 && (
        <Grid label={t("library.albums")}>
          {albums.items.slice(0, 6).map((album) => (
            <AlbumCard key={album.id} album={album} />
          ))}
        </Grid>
      )}
      <Section title={t("library.tracks")}>
        <TrackList tracks={tracks.items} label={t("library.tracks")} onEnd={tracks.loadMore} />
      </Section>
    </>
  );
}
