import { AudioLines, ChevronUp, Heart, ListMusic, MessageCircle, Sparkles } from "lucide-react";
import { Link, useLocation } from "react-router";
import { useFeatures } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { useUi } from "../../app/ui";
import { usePlayer, usePlayerState } from "../../player/context";
import { Artwork } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { clock } from "../../ui/format";
import { attempt } from "../../ui/toasts";
import { WaveSeek } from "../../ui/WaveSeek";
import { useRateTrack } from "../track/useRate";
import { useSoundsLike } from "../track/useSoundsLike";
import { PlayButton, Transport, Volume } from "./Controls";
import { Devices } from "./Devices";
import styles from "./NowBar.module.css";
import { usePosition } from "./usePosition";
import { WhyButton } from "./Why";

export function Seek() {
  const { commands } = usePlayer();
  const track = usePlayerState((state) => state.playback?.track ?? null);
  const { data } = useFeatures(track?.id);
  const position = usePosition();
  const duration = track?.durationMs ?? 0;
  return (
    <div className={styles.seek}>
      <span className="tabular" data-testid="position">
        {clock(Math.min(position, duration))}
      </span>
      <WaveSeek waveform={data?.waveform} positionMs={position} durationMs={duration} isDisabled={!track} testId="seek" onSeek={(ms) => attempt(commands.seek(ms))} />
      <span className="tabular">{clock(duration)}</span>
    </div>
  );
}

/** On every page: what plays, where it is, and what one can do with it. */
export function NowBar() {
  const { t } = useTranslation();
  const ui = useUi();
  const { commands, deviceId } = usePlayer();
  const rate = useRateTrack();
  const playAlike = useSoundsLike();
  const { pathname } = useLocation();
  const track = usePlayerState((state) => state.playback?.track ?? null);
  const isPlaying = usePlayerState((state) => state.playback?.isPlaying ?? false);
  const isBlocked = usePlayerState((state) => state.isBlocked);
  const soundError = usePlayerState((state) => state.soundError);
  const device = usePlayerState((state) => state.playback?.device ?? null);
  const isDeviceOpen = usePlayerState((state) => state.devices.some((one) => one.id === state.playback?.device?.id));
  // A page that has closed may still be named as the one that sounded last.
  const elsewhere = device && device.id !== deviceId && isDeviceOpen && isPlaying ? device.name : null;
  const toggle = (panel: "chat" | "queue") => ui.setPanel((known) => (known === panel ? null : panel));
  return (
    <section className={`frame-bar ${styles.bar}`} aria-label={t("player.region")} data-testid="now-bar" data-empty={!track || undefined}>
      <p className="visually-hidden" role="status" aria-live="polite" data-testid="now-playing-status">
        {track ? t("player.nowPlaying", { title: track.title, artist: track.artist }) + (isPlaying ? "" : `. ${t("player.paused")}`) : ""}
      </p>
      {isBlocked && (
        <div className={styles.notice} role="alert">
          {t("player.blocked")}
          <Button size="s" look="primary" onClick={() => attempt(commands.resume())} data-testid="resume">
            {t("player.resume")}
          </Button>
        </div>
      )}
      {soundError && !isBlocked && (
        <div className={styles.notice} role="alert">
          {soundError}
        </div>
      )}
      <div className={styles.track}>
        {track ? (
          <>
            <button type="button" className={styles.cover} aria-label={t("player.expand")} onClick={() => ui.setFull(true)} data-testid="expand">
              <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={56} />
              <span className={styles.over} aria-hidden="true">
                <ChevronUp size={20} />
              </span>
            </button>
            <div className={styles.words}>
              <Link to={`/tracks/${track.id}`} className={`${styles.title} ellipsis`} data-testid="now-title">
                {track.title}
              </Link>
              <span className={`${styles.artist} ellipsis`}>
                {elsewhere ? <span className={styles.elsewhere}>{t("player.elsewhere", { name: elsewhere })}</span> : <Link to={`/artists/${track.artistId}`}>{track.artist}</Link>}
              </span>
            </div>
            <IconButton
              size="s"
              label={track.isLiked ? t("player.unlike") : t("player.like")}
              hotkey="Shift L"
              aria-pressed={track.isLiked}
              isOn={track.isLiked}
              className={styles.like}
              onClick={() => rate(track, "like")}
              data-testid="like"
            >
              <Heart size={19} fill={track.isLiked ? "currentColor" : "none"} />
            </IconButton>
          </>
        ) : (
          <div className={styles.words}>
            <span className={styles.title}>{t("player.nothing")}</span>
            <span className={`${styles.artist} ellipsis`}>{t("player.nothingHint")}</span>
          </div>
        )}
      </div>
      <div className={styles.middle}>
        <Transport />
        <Seek />
      </div>
      <div className={styles.mini}>
        <PlayButton />
      </div>
      <div className={styles.tools}>
        {track && (
          <IconButton size="s" label={t("track.playAlike")} onClick={() => playAlike(track)} data-testid="alike">
            <AudioLines size={18} />
          </IconButton>
        )}
        {track && <WhyButton trackId={track.id}><Sparkles size={18} /></WhyButton>}
        <IconButton size="s" label={t("player.queue")} hotkey="Q" isOn={ui.panel === "queue"} aria-pressed={ui.panel === "queue"} onClick={() => toggle("queue")} data-testid="toggle-queue">
          <ListMusic size={19} />
        </IconButton>
        {pathname !== "/" && (
          <IconButton size="s" label={ui.panel === "chat" ? t("chat.close") : t("chat.open")} hotkey="/" isOn={ui.panel === "chat"} aria-pressed={ui.panel === "chat"} onClick={() => toggle("chat")} data-testid="toggle-chat">
            <MessageCircle size={19} />
          </IconButton>
        )}
        <Devices />
        <Volume />
      </div>
    </section>
  );
}
