import { Link } from "react-router";
import type { TrackDto, TrackFeaturesDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { moodName } from "../../app/i18n/moods";
import { usePlayer, usePlayerState } from "../../player/context";
import { Radar } from "../../ui/Radar";
import { attempt } from "../../ui/toasts";
import { WaveSeek } from "../../ui/WaveSeek";
import { clock, humanise } from "../../ui/format";
import { usePosition } from "../nowPlaying/usePosition";
import { ChordLane, EmotionLane, SectionLane } from "./Lanes";
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
          <Confidence share={features.tempoConfidence} changes={features.tempoChanges.map((change) => ({ at: change.atSeconds, to: `${change.tempoBpm.toFixed(0)} BPM` }))} />
        </div>
        <div>
          <dt>{t("track.key")}</dt>
          <dd>
            {features.key ?? "–"}
            {features.camelot && (
              <Link to={`/library?key=${encodeURIComponent(`~${features.camelot}`)}`} className={styles.camelot} title={t("library.keyMix", { key: `${features.camelot} · ${features.key ?? ""}` })}>
                {features.camelot}
              </Link>
            )}
          </dd>
          {features.key && <Confidence share={features.keyConfidence} changes={features.keyChanges.map((change) => ({ at: change.atSeconds, to: change.key }))} />}
        </div>
        <div>
          <dt>{t("track.meter")}</dt>
          <dd className="tabular">{features.timeSignature}</dd>
          {Math.abs(features.tuningCents) >= 5 && <dd className={styles.note}>{t(features.tuningCents > 0 ? "track.sharp" : "track.flat", { cents: Math.abs(features.tuningCents).toFixed(0) })}</dd>}
        </div>
        <div>
          <dt>{t("track.loudness")}</dt>
          <dd className="tabular">
            {features.loudnessLufs.toFixed(1)}
            <small>LUFS</small>
          </dd>
          <dd className={styles.note}>{t("track.range", { range: features.loudnessRangeLu.toFixed(1), peak: features.truePeakDb.toFixed(1) })}</dd>
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
      <Heard features={features} />
      <Strip features={features} track={track} />
    </div>
  );
}

/** How sure the analysis is, and what changes on the way. */
function Confidence({ share, changes }: { share: number; changes: readonly { at: number; to: string }[] }) {
  const { t } = useTranslation();
  return (
    <>
      <dd className={styles.note}>{t("track.sure", { share: Math.round(share * 100) })}</dd>
      {changes.slice(0, 3).map((change) => (
        <dd key={change.at} className={styles.note}>
          {t("track.changes", { to: change.to, at: clock(change.at * 1000) })}
        </dd>
      ))}
    </>
  );
}

/** Genres and moods that the sound itself suggests, beside what the tags say. */
function Heard({ features }: { features: TrackFeaturesDto }) {
  const { t } = useTranslation();
  const labels = [
    ...features.heardGenres.map((label) => ({ ...label, text: humanise(label.name), to: `/library?heard=${encodeURIComponent(label.name)}&sort=heard` })),
    ...features.heardMoods.map((label) => ({ ...label, text: moodName(t, label.name), to: `/library?mood=${encodeURIComponent(label.name)}&sort=heard` })),
  ];
  if (labels.length === 0) return null;
  return (
    <div className={styles.heard}>
      <h3>{t("track.heard")}</h3>
      <ul>
        {labels.map((label) => (
          <li key={label.to}>
            <Link to={label.to} title={t("track.heardMore", { name: label.text })}>
              {label.text} <b className="tabular">{Math.round(label.confidence * 100)} %</b>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Strip({ features, track }: { features: TrackFeaturesDto; track: TrackDto }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const isCurrent = usePlayerState((state) => state.playback?.track?.id === track.id);
  const position = usePosition();
  const seconds = features.durationSeconds || track.durationMs / 1000;
  const seek = (to: number) => attempt(commands.seek(Math.round(to * 1000)));
  const lane = { features, seconds, atSeconds: isCurrent ? position / 1000 : null, onSeek: seek };
  return (
    <>
    <figure className={styles.strip}>
      <figcaption>{t("track.beatStrip")}</figcaption>
      <WaveSeek waveform={features.waveform} positionMs={isCurrent ? position : 0} durationMs={track.durationMs} isDisabled={!isCurrent} onSeek={(ms) => attempt(commands.seek(ms))} />
      <svg viewBox={`0 0 ${seconds} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.beat} d={features.beats.map((at) => `M${at.toFixed(2)} 0.45V1`).join("")} />
        <path className={styles.downbeat} d={features.downbeats.map((at) => `M${at.toFixed(2)} 0V1`).join("")} />
      </svg>
      <SectionLane {...lane} />
      <EmotionLane features={features} seconds={seconds} />
    </figure>
    <ChordLane {...lane} />
    </>
  );
}
