import { Pause, Play, Repeat, Repeat1, Shuffle, SkipBack, SkipForward, Volume1, Volume2, VolumeX } from "lucide-react";
import type { RepeatMode } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { attempt } from "../../ui/toasts";
import styles from "./Controls.module.css";

export function PlayButton({ size = "m" }: { size?: "m" | "l" }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const isPlaying = usePlayerState((state) => state.playback?.isPlaying ?? false);
  const isBlocked = usePlayerState((state) => state.isBlocked);
  const isBuffering = usePlayerState((state) => state.isBuffering);
  const isSounding = isPlaying && !isBlocked;
  const px = size === "l" ? 26 : 20;
  return (
    <IconButton
      look="primary"
      size={size}
      hotkey="K"
      className={isSounding && isBuffering ? styles.buffering : undefined}
      label={isSounding ? t("player.pause") : isBlocked ? t("player.resume") : t("player.play")}
      data-testid="play-pause"
      onClick={() => attempt(commands.toggle())}
    >
      {isSounding ? <Pause size={px} fill="currentColor" strokeWidth={1.5} /> : <Play size={px} fill="currentColor" strokeWidth={1.5} className={styles.nudge} />}
    </IconButton>
  );
}

/** Shuffle, back, play, on, repeat. */
export function Transport({ isLarge }: { isLarge?: boolean }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const shuffle = usePlayerState((state) => state.playback?.shuffle ?? false);
  const repeat = usePlayerState((state) => state.playback?.repeat ?? "off") as RepeatMode;
  const px = isLarge ? 24 : 19;
  return (
    <div className={`${styles.transport} ${isLarge ? styles.large : ""}`}>
      <IconButton label={t("player.shuffle")} hotkey="S" aria-pressed={shuffle} isOn={shuffle} data-mode onClick={() => attempt(commands.toggleShuffle())} data-testid="shuffle">
        <Shuffle size={px - 2} />
      </IconButton>
      <IconButton label={t("player.previous")} hotkey="P" onClick={() => attempt(commands.previous())} data-testid="previous">
        <SkipBack size={px} fill="currentColor" />
      </IconButton>
      <PlayButton size={isLarge ? "l" : "m"} />
      <IconButton label={t("player.next")} hotkey="N" onClick={() => attempt(commands.next())} data-testid="next">
        <SkipForward size={px} fill="currentColor" />
      </IconButton>
      <IconButton label={t(`player.repeat.${repeat}`)} hotkey="R" isOn={repeat !== "off"} data-mode onClick={() => attempt(commands.cycleRepeat())} data-testid="repeat">
        {repeat === "track" ? <Repeat1 size={px - 2} /> : <Repeat size={px - 2} />}
      </IconButton>
    </div>
  );
}

export function Volume() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const percent = usePlayerState((state) => state.playback?.volumePercent ?? 80);
  const isMuted = usePlayerState((state) => state.playback?.isMuted ?? false);
  const shown = isMuted ? 0 : percent;
  return (
    <div className={styles.volume}>
      <IconButton size="s" label={isMuted ? t("player.unmute") : t("player.mute")} hotkey="M" aria-pressed={isMuted} onClick={() => attempt(commands.toggleMute())} data-testid="mute">
        {shown === 0 ? <VolumeX size={19} /> : shown < 50 ? <Volume1 size={19} /> : <Volume2 size={19} />}
      </IconButton>
      <input
        type="range"
        min={0}
        max={100}
        value={shown}
        aria-label={t("player.volume")}
        aria-valuetext={`${shown} %`}
        data-testid="volume"
        style={{ "--fill": `${shown}%` } as React.CSSProperties}
        onChange={(event) => attempt(commands.setVolume(Number(event.target.value)))}
      />
    </div>
  );
}
