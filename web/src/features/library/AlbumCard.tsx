import type { AlbumDto, ArtistDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Card } from "../../ui/Cards";
import { attempt } from "../../ui/toasts";

export function AlbumCard({ album, as }: { album: AlbumDto; as?: "li" | "div" }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  return (
    <Card
      as={as}
      to={`/albums/${album.id}`}
      title={album.title}
      artworkUrl={album.artworkUrl}
      text={[album.isCompilation ? t("library.compilation") : album.albumArtist, album.year].filter(Boolean).join(" · ")}
      playLabel={t("track.play", { title: album.title, artist: album.albumArtist })}
      onPlay={() => attempt(commands.play({ albumId: album.id }))}
    />
  );
}

export function ArtistCard({ artist, as }: { artist: ArtistDto; as?: "li" | "div" }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  return (
    <Card
      as={as}
      to={`/artists/${artist.id}`}
      title={artist.name}
      artworkUrl={artist.artworkUrl}
      isRound
      text={t("library.count", { count: artist.trackCount })}
      playLabel={`${t("player.play")} ${artist.name}`}
      onPlay={() => attempt(commands.play({ artistId: artist.id }))}
    />
  );
}
