import type { TrackDto, TrackFeaturesDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { Radar } from "../../ui/Radar";
import { attempt } from "../../ui/toasts";
import { WaveSeek } from "../../ui/WaveSeek";
import { usePosition } from "../nowPlaying/usePosition";
import styles from "./Track.module.css";

const drawn = ["energy", "danceability", "valence", "acousticness", "instrumentalness", "liveness", "brightness"] as const;

/** A track's analysis, drawn: figures, shape, and the waveform with its bars. */
export function SoundCard({ features, track }: { features: TrackFeaturesDto; track: TrackDto }) {
  const { t } = useTranslation();
  const values = drawn.map((name) => ({ name: t(`features.${name}`), value: features[name] }));
  return (
    <div className={styles.sound} data-testid="sound-card">
      <dl className={styles.figures}>
        <div>
          <dt>{t("track.tempo")}</dt>
          <dd className="tabular">
            {features.tempoBpm.toFixed(1)}
            <small>BPM</small>
          </dd>
        </div>
        <div>
          <dt>{t("track.key")}</dt>
          <dd>
            {features.key ?? "–"}
            <small>{features.camelot}</small>
          </dd>
        </div>
        <div>
          <dt>{t("track.meter")}</dt>
          <dd className="tabular">{features.timeSignature}</dd>
        </div>
        <div>
          <dt>{t("track.loudness")}</dt>
          <dd className="tabular">
            {features.loudnessLufs.toFixed(1)}
            <small>LUFS</small>
          </dd>
        </div>
      </dl>
      <div className={styles.shape}>
        <Radar values={values} label={t("track.sound")} />
        <ul className={styles.bars} aria-hidden="true">
          {values.map(({ name, value }) => (
            <li key={name}>
              <span>{name}</span>
              <span className={styles.bar}>
                <span style={{ transform: `scaleX(${value})` }} />
              </span>
              <b className="tabular">{Math.round(value * 100)}</b>
            </li>
          ))}
        </ul>
      </div>
      <Strip features={features} track={track} />
    </div>
  );
}

function Strip({ features, track }: { features: TrackFeaturesDto; track: TrackDto }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const isCurrent = usePlayerState((state) => state.playback?.track?.id === track.id);
  const position = usePosition();
  const seconds = features.durationSeconds || track.durationMs / 1000;
  return (
    <figure className={styles.strip}>
      <figcaption>{t("track.beatStrip")}</figcaption>
      <WaveSeek waveform={features.waveform} positionMs={isCurrent ? position : 0} durationMs={track.durationMs} isDisabled={!isCurrent} onSeek={(ms) => attempt(commands.seek(ms))} />
      <svg viewBox={`0 0 ${seconds} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.beat} d={features.beats.map((at) => `M${at.toFixed(2)} 0.45V1`).join("")} />
        <path className={styles.downbeat} d={features.downbeats.map((at) => `M${at.toFixed(2)} 0V1`).join("")} />
      </svg>
    </figure>
  );
}
