import { Check, EllipsisVertical, Heart, Pause, Play } from "lucide-react";
import { memo, useEffect, useMemo, useRef, type MouseEvent, type PointerEvent, type ReactNode } from "react";
import { Link } from "react-router";
import type { TrackDto } from "../api/types";
import { useTranslation } from "../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../player/context";
import { useRateTrack } from "../features/track/useRate";
import { Artwork } from "./Artwork";
import { IconButton } from "./Button";
import { clock } from "./format";
import { LongPress } from "./longPress";
import { attempt } from "./toasts";
import { useTrackActions } from "./trackActions";
import styles from "./TrackRow.module.css";

export interface TrackRowProps {
  track: TrackDto;
  onPlay: () => void;
  /** A picture, or its number on the album. */
  lead?: "art" | "number";
  /** A line of its own, such as why it was chosen. */
  reason?: string | null;
  /** Draws the reason otherwise, in the style of its line. */
  drawReason?: (reason: string, className?: string) => ReactNode;
  showAlbum?: boolean;
  /** Buttons before the menu. */
  extra?: ReactNode;
  isSelected?: boolean;
  /** Before anything else in the row hears of a click. */
  onSelect?: (event: MouseEvent, isTouch: boolean) => void;
  onLongPress?: () => void;
  isCompact?: boolean;
  /** Whether Tab stops here; in long lists it does at one row, and the arrow keys go to the others. */
  isTabStop?: boolean;
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

/** A finger that rests on a row; mouse and pen have keys and a menu for the same. */
function useLongPress(onPress: (() => void) | undefined) {
  const latest = useRef(onPress);
  useEffect(() => {
    latest.current = onPress;
  });
  return useMemo(() => {
    let type = "mouse";
    const press = new LongPress(() => {
      navigator.vibrate?.(10);
      latest.current?.();
    });
    const end = () => press.cancel();
    return {
      isTouch: () => type === "touch",
      takeClick: () => press.takeClick(),
      handlers: {
        onPointerDown: (event: PointerEvent) => {
          type = event.pointerType;
          if (type === "touch" && latest.current) press.down(event.clientX, event.clientY);
        },
        onPointerMove: (event: PointerEvent) => press.move(event.clientX, event.clientY),
        onPointerUp: end,
        onPointerCancel: end,
      },
    };
  }, []);
}

export const TrackRow = memo(function TrackRow(props: TrackRowProps) {
  const { track, onPlay, lead = "art", reason, drawReason, showAlbum = true, extra, isSelected, onSelect, onLongPress, isCompact, isTabStop = true } = props;
  const tabIndex = isTabStop ? undefined : -1;
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const actions = useTrackActions();
  const rate = useRateTrack();
  const isCurrent = usePlayerState((state) => state.playback?.track?.id === track.id);
  const isSounding = usePlayerState((state) => state.playback?.track?.id === track.id && state.playback.isPlaying);
  const names = { title: track.title, artist: track.artist };
  const press = useLongPress(onLongPress);
  const play = () => (isCurrent ? attempt(commands.toggle()) : onPlay());
  return (
    <div
      className={`${styles.row} ${isCompact ? styles.compact : ""}`}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      data-gone={!track.isAvailable || undefined}
      data-reasoned={!!reason || undefined}
      data-extra={!!extra || undefined}
      data-testid="track-row"
      data-track-id={track.id}
      onDoubleClick={(event) => {
        if (!(event.target as Element).closest("a, button")) onPlay();
      }}
      {...press.handlers}
      onClickCapture={(event) => {
        if (press.takeClick()) {
          event.preventDefault();
          event.stopPropagation();
        } else onSelect?.(event, press.isTouch());
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        // A finger that rests chooses; the menu has its own button.
        if (!press.isTouch()) actions.openMenu(track, { left: event.clientX, top: event.clientY });
      }}
    >
      <button
        type="button"
        className={styles.lead}
        data-lead={lead}
        data-number={lead === "number" ? (track.trackNumber ?? "·") : undefined}
        data-play
        tabIndex={tabIndex}
        disabled={!track.isAvailable}
        aria-label={isSounding ? t("track.pause", names) : t("track.play", names)}
        onClick={play}
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
        <Link to={`/tracks/${track.id}`} className={`${styles.title} ellipsis`} title={track.title} tabIndex={tabIndex}>
          {track.title}
        </Link>
        <span className={`${styles.by} ellipsis`}>
          <Link to={`/artists/${track.artistId}`} tabIndex={tabIndex}>
            {track.artist}
          </Link>
          {!track.isAvailable && <span className={styles.note}> — {t("track.gone")}</span>}
        </span>
        {reason && (drawReason ? drawReason(reason, styles.reason) : <span className={styles.reason}>{reason}</span>)}
      </div>
      {!isCompact && (
        <>
          <span className={`${styles.album} ellipsis`}>
            {showAlbum && track.albumId && (
              <Link to={`/albums/${track.albumId}`} tabIndex={tabIndex}>
                {track.album}
              </Link>
            )}
          </span>
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
          className={`${styles.like} ${track.isLiked ? "" : styles.quiet}`}
          tabIndex={tabIndex}
          onClick={() => rate(track, "like")}
        >
          <Heart size={17} fill={track.isLiked ? "currentColor" : "none"} />
        </IconButton>
        {extra}
        <IconButton size="s" label={t("track.more", names)} aria-haspopup="menu" tabIndex={tabIndex} onClick={(event) => actions.openMenu(track, event.currentTarget)}>
          <EllipsisVertical size={17} />
        </IconButton>
      </span>
    </div>
  );
});
