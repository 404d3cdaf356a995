import { AudioLines, Heart, ListEnd, ListPlus, Pause, Play, Radio, ThumbsDown } from "lucide-react";
import { Link, useParams } from "react-router";
import { useDuplicates, useFeatures, useSimilar, useTrack } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { Artwork } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { clock } from "../../ui/format";
import { Genres } from "../../ui/Genres";
import { Hero, Page, Section } from "../../ui/Page";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import { TrackList } from "../../ui/TrackList";
import { useTrackActions } from "../../ui/trackActions";
import { Why } from "../nowPlaying/Why";
import { Listening } from "./Listening";
import { SoundCard } from "./SoundCard";
import styles from "./Track.module.css";
import { useRateTrack } from "./useRate";
import { useSoundsLike } from "./useSoundsLike";

export default function TrackPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { commands } = usePlayer();
  const rate = useRateTrack();
  const playAlike = useSoundsLike();
  const actions = useTrackActions();
  const query = useTrack(id);
  const features = useFeatures(id);
  const similar = useSimilar(id);
  const duplicates = useDuplicates(id);
  const isCurrent = usePlayerState((state) => state.playback?.track?.id === id);
  const isSounding = usePlayerState((state) => state.playback?.track?.id === id && state.playback.isPlaying);
  if (query.error) return <ErrorState isPage error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Page title={t("state.loading")}><RowSkeletons /></Page>;
  const track = query.data;
  const items = similar.data ?? [];
  return (
    <Page
      title={track.title}
      heading={
        <Hero
          kind={<Genres names={track.genres} fallback={t("library.tracks")} />}
          title={track.title}
          artwork={<Artwork url={track.artworkUrl} name={track.album ?? track.title} px={236} isEager />}
          facts={
            <>
              <Link to={`/artists/${track.artistId}`}>{track.artist}</Link>
              {track.albumId && <Link to={`/albums/${track.albumId}`}>{track.album}</Link>}
              {track.year && <Link to={`/years/${track.year}`}>{track.year}</Link>}
              <span className="tabular">{clock(track.durationMs)}</span>
            </>
          }
          actions={
            <>
              <Button
                look="primary"
                size="l"
                icon={isSounding ? <Pause size={19} fill="currentColor" /> : <Play size={19} fill="currentColor" />}
                disabled={!track.isAvailable}
                onClick={() => attempt(isCurrent ? commands.toggle() : commands.play({ trackIds: [track.id, ...items.map((item) => item.track.id)] }))}
              >
                {isSounding ? t("player.pause") : t("player.play")}
              </Button>
              <IconButton label={track.isLiked ? t("player.unlike") : t("player.like")} look="soft" aria-pressed={track.isLiked} isOn={track.isLiked} onClick={() => rate(track, "like")}>
                <Heart size={19} fill={track.isLiked ? "currentColor" : "none"} />
              </IconButton>
              <IconButton label={track.isDisliked ? t("player.undislike") : t("player.dislike")} look="soft" aria-pressed={track.isDisliked} isOn={track.isDisliked} onClick={() => rate(track, "dislike")}>
                <ThumbsDown size={18} fill={track.isDisliked ? "currentColor" : "none"} />
              </IconButton>
              <IconButton label={t("track.addToQueue")} look="soft" onClick={() => attempt(commands.enqueue([track.id], "last").then(() => notify(t("track.queued", { count: 1 }))))}>
                <ListEnd size={19} />
              </IconButton>
              <IconButton label={t("track.addToPlaylist")} look="soft" onClick={() => actions.addToPlaylist([track.id])}>
                <ListPlus size={19} />
              </IconButton>
              <IconButton label={t("track.radio")} look="soft" onClick={() => attempt(commands.radio({ trackId: track.id }))}>
                <Radio size={19} />
              </IconButton>
            </>
          }
        />
      }
    >
      <Section title={t("track.sound")}>
        {features.data ? <SoundCard features={features.data} track={track} /> : features.isPending ? <RowSkeletons count={4} /> : <Listening key={id} id={id} />}
      </Section>
      {duplicates.data && duplicates.data.length > 0 && (
        <Section title={t("track.duplicates")}>
          <TrackList tracks={duplicates.data.map((item) => item.track)} reasons={duplicates.data.map((item) => t("track.sameRecording", { share: Math.round(item.similarity * 100) }))} label={t("track.duplicates")} />
        </Section>
      )}
      <div className={styles.columns}>
        <Section
          title={t("track.similar")}
          action={
            items.length > 0 && (
              <Button size="s" icon={<AudioLines size={16} />} onClick={() => playAlike(track)} title={t("track.playAlike")} data-testid="play-alike">
                {t("track.playThese")}
              </Button>
            )
          }
        >
          {similar.error ? (
            <ErrorState error={similar.error} onRetry={() => void similar.refetch()} />
          ) : similar.isPending ? (
            <RowSkeletons count={6} />
          ) : items.length === 0 ? (
            <EmptyState title={t("track.noneAlike", { title: track.title })} hint={t("track.noneAlikeHint")} />
          ) : (
            <TrackList tracks={items.map((item) => item.track)} reasons={items.map((item) => item.reason)} label={t("track.similar")} />
          )}
        </Section>
        <Section title={t("track.whyTitle")}>
          <div className={styles.why}>
            <Why trackId={track.id} />
          </div>
        </Section>
      </div>
    </Page>
  );
}
