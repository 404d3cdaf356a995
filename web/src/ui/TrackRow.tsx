import { Check, EllipsisVertical, Heart, Pause, Play } from "lucide-react";
import { memo, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { TrackDto } from "../api/types";
import { usePlayer, usePlayerState } from "../player/context";
import { useRateTrack } from "../features/track/useRate";
import { Artwork } from "./Artwork";
import { IconButton } from "./Button";
import { clock } from "./format";
import { attempt } from "./toasts";
import { useTrackActions } from "./trackActions";
import styles from "./TrackRow.module.css";

export interface TrackRowProps {
  track: TrackDto;
  onPlay: () => void;
  /** A picture, or its number on the album. */
  lead?: "art" | "number";
  /** A line under the title instead of the artist, such as why it was chosen. */
  reason?: string | null;
  showAlbum?: boolean;
  /** Buttons before the menu. */
  extra?: ReactNode;
  isSelected?: boolean;
  onSelect?: (event: MouseEvent) => void;
  isCompact?: boolean;
}

/** "128 · 8A" and how much drive it has. */
function Sound({ track }: { track: TrackDto }) {
  const features = track.features;
  if (!features) return <span className={styles.sound} />;
  return (
    <span className={`${styles.sound} tabular`}>
      <span className={styles.figures}>
        {Math.round(features.tempoBpm)}
        <i>{features.camelot ?? features.key ?? ""}</i>
      </span>
      <span className={styles.energy} aria-hidden="true">
        <span style={{ transform: `scaleX(${features.energy})` }} />
      </span>
    </span>
  );
}

export const TrackRow = memo(function TrackRow(props: TrackRowProps) {
  const { track, onPlay, lead = "art", reason, showAlbum = true, extra, isSelected, onSelect, isCompact } = props;
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const actions = useTrackActions();
  const rate = useRateTrack();
  const isCurrent = usePlayerState((state) => state.playback?.track?.id === track.id);
  const isSounding = usePlayerState((state) => state.playback?.track?.id === track.id && state.playback.isPlaying);
  const names = { title: track.title, artist: track.artist };
  const play = () => (isCurrent ? attempt(commands.toggle()) : onPlay());
  return (
    <div
      className={`${styles.row} ${isCompact ? styles.compact : ""}`}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      data-gone={!track.isAvailable || undefined}
      data-testid="track-row"
      data-track-id={track.id}
      onDoubleClick={(event) => {
        if (!(event.target as Element).closest("a, button")) onPlay();
      }}
      onClick={onSelect}
      onContextMenu={(event) => {
        event.preventDefault();
        actions.openMenu(track, { left: event.clientX, top: event.clientY });
      }}
    >
      <button
        type="button"
        className={styles.lead}
        data-lead={lead}
        data-number={lead === "number" ? (track.trackNumber ?? "·") : undefined}
        data-play
        disabled={!track.isAvailable}
        aria-label={isSounding ? t("track.pause", names) : t("track.play", names)}
        onClick={(event) => {
          if (event.shiftKey || event.ctrlKey || event.metaKey) return;
          event.stopPropagation();
          play();
        }}
      >
        {lead === "art" && <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={44} />}
        <span className={styles.over} aria-hidden="true">
          {isSelected ? <Check size={18} /> : isSounding ? <Pause size={18} fill="currentColor" /> : <Play size={18} fill="currentColor" />}
        </span>
        {isSounding && (
          <span className={styles.bars} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        )}
      </button>
      <div className={styles.words}>
        <Link to={`/tracks/${track.id}`} className={`${styles.title} ellipsis`} title={track.title}>
          {track.title}
        </Link>
        <span className={`${styles.by} ellipsis`}>
          <Link to={`/artists/${track.artistId}`}>{track.artist}</Link>
          {reason && <span className={styles.reason}> — {reason}</span>}
          {!track.isAvailable && <span className={styles.reason}> — {t("track.gone")}</span>}
        </span>
      </div>
      {!isCompact && (
        <>
          <span className={`${styles.album} ellipsis`}>{showAlbum && track.albumId && <Link to={`/albums/${track.albumId}`}>{track.album}</Link>}</span>
          <Sound track={track} />
          <span className={`${styles.length} tabular`}>{clock(track.durationMs)}</span>
        </>
      )}
      <span className={styles.actions}>
        <IconButton
          size="s"
          label={track.isLiked ? t("track.unlike", names) : t("track.like", names)}
          aria-pressed={track.isLiked}
          isOn={track.isLiked}
          className={track.isLiked ? undefined : styles.quiet}
          onClick={() => rate(track, "like")}
        >
          <Heart size={17} fill={track.isLiked ? "currentColor" : "none"} />
        </IconButton>
        {extra}
        <IconButton size="s" label={t("track.more", names)} aria-haspopup="menu" onClick={(event) => actions.openMenu(track, event.currentTarget)}>
          <EllipsisVertical size={17} />
        </IconButton>
      </span>
    </div>
  );
});
