import { useEffect, useRef, type CSSProperties } from "react";
import type { TrackFeaturesDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { clock } from "../../ui/format";
import { curvePath, hueOf, rootOf, stretchAt } from "./lanes";
import styles from "./Lanes.module.css";

interface LaneProps {
  features: TrackFeaturesDto;
  seconds: number;
  /** Where the track plays now; null while another one does. */
  atSeconds: number | null;
  onSeek: (seconds: number) => void;
}

const sectionNames = ["intro", "verse", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "section"] as const;
const isSectionName = (label: string): label is (typeof sectionNames)[number] => (sectionNames as readonly string[]).includes(label);

/** The form under the waveform: each section as wide as it is long, as strong as its energy. */
export function SectionLane({ features, seconds, atSeconds, onSeek }: LaneProps) {
  const { t } = useTranslation();
  const { segments } = features;
  if (segments.length === 0) return null;
  const current = atSeconds === null ? -1 : stretchAt(segments, atSeconds);
  return (
    <ol className={styles.sections} aria-label={t("track.form")} data-testid="section-lane">
      {segments.map((section, index) => {
        const name = isSectionName(section.label) ? t(`track.sections.${section.label}`) : section.label;
        const label = t("track.sectionAt", { name, at: clock(section.start * 1000) });
        const style = { flexGrow: Math.max(0.001, section.end - section.start), "--energy": section.energy } as CSSProperties;
        return (
          <li key={section.start} style={style} data-current={index === current || undefined}>
            <button type="button" title={label} aria-label={label} aria-current={index === current || undefined} disabled={atSeconds === null} onClick={() => onSeek(section.start)}>
              <span>{name}</span>
            </button>
          </li>
        );
      })}
      {seconds > (segments[segments.length - 1]?.end ?? 0) && <li aria-hidden="true" style={{ flexGrow: seconds - (segments[segments.length - 1]?.end ?? 0) }} className={styles.rest} />}
    </ol>
  );
}

/** Energy as an area and positivity as a line over time. */
export function EmotionLane({ features, seconds }: { features: TrackFeaturesDto; seconds: number }) {
  const { t } = useTranslation();
  const { emotion } = features;
  if (!emotion || emotion.energy.length < 2) return null;
  const energy = curvePath(emotion.energy, emotion.stepSeconds, seconds);
  return (
    <figure className={styles.emotion} data-testid="emotion-lane">
      <svg viewBox={`0 0 ${seconds} 1`} preserveAspectRatio="none" role="img" aria-label={t("track.course")}>
        <path className={styles.area} d={`${energy}V1H0Z`} />
        <path className={styles.energy} d={energy} />
        <path className={styles.valence} d={curvePath(emotion.valence, emotion.stepSeconds, seconds)} />
      </svg>
      <figcaption>
        <span className={styles.energyKey}>{t("features.energy")}</span>
        <span className={styles.valenceKey}>{t("features.valence")}</span>
      </figcaption>
    </figure>
  );
}

/** The chords in a row that follows the music; it can be scrolled, and played from anywhere. */
export function ChordLane({ features, atSeconds, onSeek }: LaneProps) {
  const { t } = useTranslation();
  const row = useRef<HTMLOListElement>(null);
  const { chords } = features;
  const current = atSeconds === null ? -1 : stretchAt(chords, atSeconds);
  useEffect(() => {
    const element = row.current;
    const item = element?.children[current];
    if (!element || !(item instanceof HTMLElement) || element.matches(":focus-within, :hover")) return;
    element.scrollTo({ left: item.offsetLeft - element.clientWidth / 3, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }, [current]);
  if (chords.every((chord) => chord.label === "N")) return null;
  return (
    <section className={styles.harmony}>
      <h3>{t("track.chords")}</h3>
      <ol ref={row} tabIndex={0} className={styles.chords} aria-label={t("track.chords")} data-testid="chord-lane">
        {chords.map((chord, index) => {
          const root = rootOf(chord.label);
          const style = { "--seconds": Math.min(8, chord.end - chord.start), ...(root === null ? {} : { "--hue": hueOf(root) }) } as CSSProperties;
          const name = root === null ? t("track.noChord") : chord.label;
          const label = t("track.sectionAt", { name, at: clock(chord.start * 1000) });
          return (
            <li key={chord.start} style={style} data-none={root === null || undefined} data-current={index === current || undefined}>
              <button type="button" title={label} aria-label={label} aria-current={index === current || undefined} disabled={atSeconds === null} onClick={() => onSeek(chord.start)}>
                {root === null ? "–" : chord.label}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
