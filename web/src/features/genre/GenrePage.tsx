import { Play, Radio } from "lucide-react";
import { useParams } from "react-router";
import { useAlbums, useArtists, useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Button } from "../../ui/Button";
import { Grid } from "../../ui/Cards";
import { humanise } from "../../ui/format";
import { Page, Section } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";
import { AlbumCard, ArtistCard } from "../library/AlbumCard";

export default function GenrePage() {
  const { t } = useTranslation();
  const { name = "" } = useParams();
  const { commands } = usePlayer();
  const artists = useArtists({ genre: name });
  const albums = useAlbums({ genre: name, sort: "year", descending: true });
  const list = useTracks({ genre: name, sort: "title" });
  return (
    <Page
      title={humanise(name)}
      actions={
        <>
          <Button look="primary" icon={<Play size={17} fill="currentColor" />} onClick={() => attempt(commands.play({ genre: name }))}>
            {t("library.playAll")}
          </Button>
          <Button icon={<Radio size={17} />} onClick={() => attempt(commands.radio({ genre: name }))}>
            {t("library.genreRadio")}
          </Button>
        </>
      }
    >
      {artists.items.length > 0 && (
        <Section title={t("library.artists")}>
          <Grid label={t("library.artists")}>
            {artists.items.slice(0, 12).map((artist) => (
              <ArtistCard key={artist.id} artist={artist} />
            ))}
          </Grid>
        </Section>
      )}
      {albums.items.length > 0 && (
        <Section title={t("library.albums")}>
          <Grid label={t("library.albums")}>
            {albums.items.slice(0, 12).map((album) => (
              <AlbumCard key={album.id} album={album} />
            ))}
          </Grid>
        </Section>
      )}
      <Section title={t("library.tracks")}>
        {list.error ? <ErrorState error={list.error} onRetry={list.refetch} /> : list.isPending ? <RowSkeletons /> : <TrackList tracks={list.items} label={t("library.tracks")} onEnd={list.loadMore} />}
      </Section>
    </Page>
  );
}
