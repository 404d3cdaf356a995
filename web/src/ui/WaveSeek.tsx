import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "../app/i18n/i18n";
import { clock, spokenTime } from "./format";
import { levels, wavePath } from "./wave";
import styles from "./WaveSeek.module.css";

interface WaveSeekProps {
  waveform: readonly number[] | undefined;
  positionMs: number;
  durationMs: number;
  onSeek: (ms: number) => void;
  isDisabled?: boolean;
  testId?: string;
}

const pixelsPerBar = 4.5;

/** The track's own waveform as the bar to seek in. A native range lies on top of it: keys, screen readers and touch come with it. */
export function WaveSeek({ waveform, positionMs, durationMs, onSeek, isDisabled, testId }: WaveSeekProps) {
  const { t } = useTranslation();
  const [dragMs, setDragMs] = useState<number | null>(null);
  const [bars, setBars] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setBars(Math.max(24, Math.floor(element.clientWidth / pixelsPerBar)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const path = useMemo(() => (waveform && waveform.length > 0 && bars > 0 ? wavePath(levels(waveform, bars)) : null), [waveform, bars]);
  const shownMs = Math.min(dragMs ?? positionMs, durationMs);
  const share = durationMs > 0 ? shownMs / durationMs : 0;
  const commit = () => {
    if (dragMs === null) return;
    onSeek(dragMs);
    setDragMs(null);
  };
  return (
    <div ref={box} className={styles.seek} data-disabled={isDisabled || undefined}>
      {path ? (
        <svg viewBox={`0 0 ${bars} 2`} preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.rest} d={path} />
          <path className={styles.done} d={path} style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }} />
        </svg>
      ) : (
        <span className={styles.line} aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <input
        type="range"
        min={0}
        max={Math.max(1, Math.round(durationMs))}
        step={1000}
        value={Math.round(shownMs)}
        disabled={isDisabled}
        aria-label={t("player.seek")}
        aria-valuetext={t("player.position", { at: spokenTime(shownMs), of: spokenTime(durationMs) })}
        data-testid={testId}
        onChange={(event) => setDragMs(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      {dragMs !== null && (
        <output className={`${styles.tip} tabular`} style={{ left: `${share * 100}%` }}>
          {clock(dragMs)}
        </output>
      )}
    </div>
  );
}
