import { ListEnd, ListPlus, Play, Shuffle } from "lucide-react";
import { useEffect, useMemo } from "react";
import { Link, useParams } from "react-router";
import { useAlbum, useTracks } from "../../api/queries";
import type { TrackDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Artwork } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { span } from "../../ui/format";
import { Genres } from "../../ui/Genres";
import { Hero, Page, Section } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";
import { useTrackActions } from "../../ui/trackActions";
import { discsOf } from "./discs";

export default function AlbumPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { commands } = usePlayer();
  const actions = useTrackActions();
  const query = useAlbum(id);
  const list = useTracks({ albumId: id, sort: "position" });
  const { items, loadMore } = list;
  useEffect(loadMore, [items.length, loadMore]);
  const discs = useMemo(() => discsOf(items), [items]);
  if (query.error) return <ErrorState isPage error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Page title={t("state.loading")}><RowSkeletons /></Page>;
  const album = query.data;
  const ids = items.map((track) => track.id);
  const play = (index: number) => attempt(commands.play({ albumId: album.id, startAt: index }));
  const shown = (tracks: TrackDto[], from: number, label: string) => <TrackList tracks={tracks} label={label} lead="number" showAlbum={false} onPlay={(index) => play(from + index)} />;
  return (
    <Page
      title={album.title}
      heading={
        <Hero
          kind={album.isCompilation ? t("library.compilation") : <Genres names={album.genres} fallback={t("library.albums")} />}
          title={album.title}
          artwork={<Artwork url={album.artworkUrl} name={album.title} px={236} isEager />}
          facts={
            <>
              {album.isCompilation ? <span>{album.albumArtist}</span> : <Link to={`/artists/${album.artistId}`}>{album.albumArtist}</Link>}
              {album.year && <Link to={`/years/${album.year}`}>{album.year}</Link>}
              <span>{t("library.count", { count: album.trackCount })}</span>
              <span>{span(album.durationMs)}</span>
            </>
          }
          actions={
            <>
              <Button look="primary" size="l" icon={<Play size={19} fill="currentColor" />} onClick={() => play(0)}>
                {t("library.playAll")}
              </Button>
              <Button size="l" icon={<Shuffle size={18} />} onClick={() => attempt(commands.play({ albumId: album.id, shuffle: true }))}>
                {t("library.shuffleAll")}
              </Button>
              <IconButton look="soft" label={t("track.addToQueue")} onClick={() => attempt(commands.enqueue(ids, "last").then(() => notify(t("track.queued", { count: ids.length }))))}>
                <ListEnd size={19} />
              </IconButton>
              <IconButton look="soft" label={t("track.addToPlaylist")} onClick={() => actions.addToPlaylist(ids)}>
                <ListPlus size={19} />
              </IconButton>
            </>
          }
        />
      }
    >
      {list.error ? <ErrorState error={list.error} onRetry={list.refetch} /> : null}
      {list.isPending ? <RowSkeletons /> : null}
      {discs.length === 1 && discs[0]
        ? shown(discs[0].tracks, 0, album.title)
        : discs.map((disc) => (
            <Section key={`${disc.disc}-${disc.from}`} title={t("library.disc", { number: disc.disc })}>
              {shown(disc.tracks, disc.from, t("library.disc", { number: disc.disc }))}
            </Section>
          ))}
    </Page>
  );
}
