import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Heart, Play, Radio, Shuffle } from "lucide-react";
import { useParams } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { useAlbums, useArtist, useTracks } from "../../api/queries";
import type { ArtistDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Artwork } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { Grid } from "../../ui/Cards";
import { Genres } from "../../ui/Genres";
import { Hero, Page, Section } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";
import { AlbumCard } from "../library/AlbumCard";

export default function ArtistPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { commands } = usePlayer();
  const queries = useQueryClient();
  const query = useArtist(id);
  const albums = useAlbums({ artistId: id, sort: "year", descending: true });
  const list = useTracks({ artistId: id, sort: "album" });
  const like = useMutation({
    mutationFn: (on: boolean) => endpoints.rate("artists", id, "like", on),
    onSuccess: (_, on) => queries.setQueryData<ArtistDto>(keys.artist(id), (known) => known && { ...known, isLiked: on, isDisliked: false }),
  });
  if (query.error) return <ErrorState isPage error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Page title={t("state.loading")}><RowSkeletons /></Page>;
  const artist = query.data;
  return (
    <Page
      title={artist.name}
      heading={
        <Hero
          kind={<Genres names={artist.genres} fallback={t("library.artists")} />}
          title={artist.name}
          artwork={<Artwork url={artist.artworkUrl} name={artist.name} px={236} isRound isEager />}
          facts={
            <>
              <span>{t("library.albumCount", { count: artist.albumCount })}</span>
              <span>{t("library.count", { count: artist.trackCount })}</span>
            </>
          }
          actions={
            <>
              <Button look="primary" size="l" icon={<Play size={19} fill="currentColor" />} onClick={() => attempt(commands.play({ artistId: id }))}>
                {t("library.playAll")}
              </Button>
              <Button size="l" icon={<Shuffle size={18} />} onClick={() => attempt(commands.play({ artistId: id, shuffle: true }))}>
                {t("library.shuffleAll")}
              </Button>
              <IconButton look="soft" label={t("library.artistRadio")} onClick={() => attempt(commands.radio({ artistId: id }))}>
                <Radio size={19} />
              </IconButton>
              <IconButton look="soft" label={artist.isLiked ? t("player.unlike") : t("player.like")} aria-pressed={artist.isLiked} isOn={artist.isLiked} onClick={() => attempt(like.mutateAsync(!artist.isLiked))}>
                <Heart size={19} fill={artist.isLiked ? "currentColor" : "none"} />
              </IconButton>
            </>
          }
        />
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
      <Section title={t("library.tracksBy")}>
        {list.error ? <ErrorState error={list.error} onRetry={list.refetch} /> : list.isPending ? <RowSkeletons /> : <TrackList tracks={list.items} label={t("library.tracksBy")} onEnd={list.loadMore} />}
      </Section>
    </Page>
  );
}
