import { useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { useBlocker } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { useSettings } from "../../api/queries";
import type { SettingsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { useTexts } from "../../app/i18n/texts";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { toneOfStrategy } from "../../ui/strategyTones";
import { attempt, notify } from "../../ui/toasts";
import { Confirm } from "../../ui/mui/Confirm";
import { Dial } from "./Dial";
import { draftOf, isSame, leanings, normalOf, type Draft } from "./draft";
import { effectText, Preview } from "./Preview";
import { tuningTexts } from "./texts";
import styles from "./Tuning.module.css";
import { usePreview } from "./usePreview";

export default function TuningPage() {
  const say = useTexts(tuningTexts);
  const settings = useSettings();
  if (settings.error) return <ErrorState isPage error={settings.error} onRetry={() => void settings.refetch()} />;
  return <Page title={say("title")}>{settings.data ? <Tuning settings={settings.data} /> : <RowSkeletons />}</Page>;
}

function Tuning({ settings }: { settings: SettingsDto }) {
  const { t } = useTranslation();
  const say = useTexts(tuningTexts);
  const queries = useQueryClient();
  const saved = draftOf(settings);
  // Without a draft the sliders show what is saved, also when another page changes it.
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isSaving, setSaving] = useState(false);
  const shown = draft ?? saved;
  const isDirty = draft !== null && !isSame(draft, saved);
  const [compared, setCompared] = useState(shown);
  if (!isSame(compared, shown)) setCompared(shown);
  const preview = usePreview(compared);
  const normal = normalOf(settings.strategies ?? []);
  const voices = Object.keys(shown.weights);
  const alone = settings.recommendationStrategy && settings.recommendationStrategy !== "hybrid" ? settings.recommendationStrategy : null;

  const change = (body: SettingsDto) =>
    endpoints.changeSettings(body).then(async (next) => {
      queries.setQueryData(keys.settings, next);
      await queries.invalidateQueries({ queryKey: keys.recommendations });
    });
  const save = () => {
    setSaving(true);
    attempt(
      change({ strategyWeights: shown.weights, tuning: shown.tuning })
        .then(() => {
          setDraft(null);
          notify(say("savedNote"));
        })
        .finally(() => setSaving(false)),
    );
  };
  const effect = preview.data ? effectText(say, preview.data, isDirty) : "";

  return (
    <>
      <p className={styles.intro}>{say("intro")}</p>
      {alone && (
        <p className={styles.note}>
          {say("alone", { name: strategyName(t, alone) })}{" "}
          <Button size="s" onClick={() => attempt(change({ recommendationStrategy: "hybrid" }))}>
            {say("together")}
          </Button>
        </p>
      )}
      <div className={styles.columns}>
        <div>
          <section className={styles.group} aria-label={say("leanings")}>
            <h2>{say("leanings")}</h2>
            {leanings.map((name) => {
              const ends: [string, string] = [say(`${name}.low`), say(`${name}.high`)];
              return (
                <Dial
                  key={name}
                  name={name}
                  label={say(`${name}.name`)}
                  value={shown.tuning[name]}
                  min={0}
                  max={1}
                  step={0.05}
                  middle={0.5}
                  ends={ends}
                  show={(value) => {
                    const lean = Math.round((value - 0.5) * 200);
                    return lean === 0 ? say("asItComes") : say("towards", { percent: Math.abs(lean), end: ends[lean < 0 ? 0 : 1] });
                  }}
                  onChange={(value) => setDraft({ ...shown, tuning: { ...shown.tuning, [name]: value } })}
                />
              );
            })}
          </section>
          <section className={styles.group} aria-label={say("voices")}>
            <div>
              <h2>{say("voices")}</h2>
              <p className={styles.hint}>{say("voicesHint")}</p>
            </div>
            <div className={styles.voices}>
              {voices.map((name) => (
                <Dial
                  key={name}
                  name={name}
                  label={
                    <>
                      <i className={styles.tone} style={{ background: toneOfStrategy(name) }} aria-hidden="true" />
                      {strategyName(t, name)}
                    </>
                  }
                  hint={say(name in tuningTexts.en.hints ? `hints.${name as keyof typeof tuningTexts.en.hints}` : "hints.other")}
                  value={shown.weights[name] ?? 1}
                  min={0}
                  max={2}
                  step={0.1}
                  middle={1}
                  show={(value) => (value === 0 ? say("silent") : say("weight", { weight: value.toFixed(1) }))}
                  onChange={(value) => setDraft({ ...shown, weights: { ...shown.weights, [name]: Math.round(value * 10) / 10 } })}
                />
              ))}
            </div>
          </section>
        </div>
        <section className={styles.preview} aria-label={say("preview")}>
          <div className={styles.previewHead}>
            <h2>{say("preview")}</h2>
            <p className={styles.effect} aria-hidden="true" data-testid="effect">
              {effect}
            </p>
          </div>
          <Preview preview={preview.data} error={preview.error} isDirty={isDirty} isLooking={preview.isLooking} onRetry={() => void preview.refetch()} />
        </section>
      </div>
      {/* Read aloud once the sliders rest and the answer is there. */}
      <p role="status" className="visually-hidden">
        {preview.isLooking ? "" : effect}
      </p>
      <div className={styles.bar} data-dirty={isDirty || undefined}>
        <p className={styles.state}>
          <b data-testid="tuning-state">{isDirty ? say("unsaved") : say("saved")}</b>
          <span>{effect}</span>
        </p>
        <Button size="s" look="plain" icon={<RotateCcw size={15} />} className={styles.reset} aria-label={say("resetLong")} data-tip={say("resetLong")} disabled={isSame(shown, normal)} onClick={() => (setDraft(normal), notify(say("resetDone")))}>
          {say("reset")}
        </Button>
        <Button size="s" disabled={!isDirty} onClick={() => setDraft(null)}>
          {say("discard")}
        </Button>
        <Button size="s" look="primary" disabled={!isDirty || isSaving} data-testid="save-tuning" onClick={save}>
          {say("save")}
        </Button>
      </div>
      <Guard isDirty={isDirty} />
    </>
  );
}

/** Asks before sliders that were moved are forgotten. */
function Guard({ isDirty }: { isDirty: boolean }) {
  const say = useTexts(tuningTexts);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
  return (
    <Confirm
      isOpen={blocker.state === "blocked"}
      title={say("leaveTitle")}
      text={say("leaveText")}
      action={say("leave")}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    />
  );
}
