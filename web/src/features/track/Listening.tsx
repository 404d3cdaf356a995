import { useHearing } from "../../api/queries";
import type { HearingDto, SoFarDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { RowSkeletons } from "../../ui/States";
import { hueOf, rootOf } from "./lanes";
import laneStyles from "./Lanes.module.css";
import { shareOf, spoken } from "./listening";
import styles from "./Listening.module.css";
import trackStyles from "./Track.module.css";

/** What is known of a track while it is listened to; the whole analysis takes its place by itself. */
export function Listening({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: hearing, error } = useHearing(id);
  if (!hearing || hearing.state === "heard") return error ? <p className={styles.hint}>{t("track.noFeaturesHint")}</p> : <RowSkeletons count={4} />;
  const share = shareOf(hearing);
  const text = textOf(t, hearing, share);
  return (
    <div className={styles.listening} data-testid="listening" data-state={hearing.state}>
      <div className={styles.head}>
        <p className={styles.text}>
          {hearing.state === "listening" && (
            <span className={styles.pulse} aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          )}
          <b>{text}</b>
        </p>
        <p className={styles.hint}>{hearing.state === "failed" ? (hearing.problem ?? "") : t("track.fills")}</p>
        {hearing.state === "listening" && (
          <div className={styles.bar} role="progressbar" aria-label={t("track.listeningNow")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share === null ? undefined : Math.round(share * 100)} data-open={share === null || undefined}>
            <span style={share === null ? undefined : { transform: `scaleX(${share})` }} />
          </div>
        )}
        {/* Every figure would be too much to hear; every fifth of the way is not. */}
        <p className="visually-hidden" role="status" aria-live="polite">
          {hearing.state === "listening" && share !== null ? t("track.listeningShare", { share: spoken(share) }) : text}
        </p>
      </div>
      {hearing.soFar && <SoFar soFar={hearing.soFar} />}
    </div>
  );
}

function textOf(t: ReturnType<typeof useTranslation>["t"], hearing: HearingDto, share: number | null): string {
  if (hearing.state === "failed") return t("track.notHeard");
  if (hearing.state === "waiting") return t("track.waiting");
  return share === null ? t("track.listeningNow") : t("track.listeningShare", { share: Math.round(share * 100) });
}

function SoFar({ soFar }: { soFar: SoFarDto }) {
  const { t } = useTranslation();
  const sure = (share: number) => t("track.sure", { share: Math.round(share * 100) });
  const chords = soFar.chords.filter((chord) => rootOf(chord.label) !== null);
  return (
    <>
      <dl className={trackStyles.figures}>
        <div>
          <dt>{t("track.tempo")}</dt>
          <dd className="tabular">
            {soFar.tempoBpm > 0 ? soFar.tempoBpm.toFixed(1) : "–"}
            {soFar.tempoBpm > 0 && <small>BPM</small>}
          </dd>
          {soFar.tempoBpm > 0 && <dd className={trackStyles.note}>{sure(soFar.tempoConfidence)}</dd>}
        </div>
        <div>
          <dt>{t("track.key")}</dt>
          <dd>
            {soFar.key ?? "–"}
            <small>{soFar.camelot}</small>
          </dd>
          {soFar.key && <dd className={trackStyles.note}>{sure(soFar.keyConfidence)}</dd>}
        </div>
        <div>
          <dt>{t("track.meter")}</dt>
          <dd className="tabular">{soFar.tempoBpm > 0 ? soFar.timeSignature : "–"}</dd>
        </div>
        <div>
          <dt>{t("track.loudness")}</dt>
          <dd className="tabular">
            {soFar.loudnessLufs.toFixed(1)}
            <small>LUFS</small>
          </dd>
        </div>
      </dl>
      {chords.length > 0 && (
        <section className={laneStyles.harmony}>
          <h3>{t("track.chordsSoFar")}</h3>
          <ol className={styles.chords} aria-label={t("track.chordsSoFar")}>
            {chords.map((chord) => (
              <li key={chord.start} style={{ "--hue": hueOf(rootOf(chord.label) ?? 0) } as React.CSSProperties}>
                {chord.label}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
