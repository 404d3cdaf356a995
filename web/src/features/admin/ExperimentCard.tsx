import Slider from "@mui/material/Slider";
import { useId, useState } from "react";
import { Play, Square, Trash2 } from "lucide-react";
import type { ComparisonDto, ExperimentDto } from "../../api/types";
import { useTranslation, type Translation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { Button } from "../../ui/Button";
import { ago } from "../../ui/format";
import { Confirm } from "../../ui/mui/Confirm";
import { Mui } from "../../ui/mui/Mui";
import { attempt } from "../../ui/toasts";
import styles from "./Admin.module.css";
import charts from "./Charts.module.css";
import experiments from "./Experiments.module.css";
import { admin } from "./endpoints";
import { metrics, type Metric } from "./experimentForm";
import { figure, points, rate } from "./figures";
import { Chip, Grid } from "./parts";
import { useSay, type AdminSay } from "./texts";
import { intervalOf, verdictOf } from "./verdict";

/** "Sound × 1.5, Novelty × 0". */
export function weightsText(t: Translation["t"], language: string, weights: Record<string, number>): string {
  return Object.entries(weights)
    .filter(([, weight]) => weight !== 1)
    .map(([name, weight]) => `${strategyName(t, name)} × ${figure(weight, language)}`)
    .join(", ");
}

export function metricName(say: AdminSay, metric: string): string {
  return metrics.includes(metric as Metric) ? say(metric as Metric) : metric;
}

const tones = { draft: "quiet", running: "live", stopped: "quiet", decided: "good" } as const;
const isState = (state: string): state is keyof typeof tones => state in tones;

export function ExperimentCard({ experiment, onChanged }: { experiment: ExperimentDto; onChanged: () => void }) {
  const say = useSay();
  const { t, language } = useTranslation();
  const [asked, setAsked] = useState<"stop" | "delete" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { key, state, arms } = experiment;
  const control = arms[0]?.name ?? "";
  const verdict = verdictOf(experiment);
  const when = (iso: string) => ago(iso, Date.now(), language);
  const act = (work: Promise<unknown>) => {
    setAsked(null);
    setBusy(true);
    attempt(
      work.finally(() => {
        setBusy(false);
        onChanged();
      }),
    );
  };
  const words = (one: ComparisonDto) => ({ arm: one.arm, control, difference: points(one.difference, language), low: points(one.low, language), high: points(one.high, language) });
  return (
    <article className={styles.panel} data-testid="experiment" data-key={key} data-state={state} aria-label={key}>
      <div className={styles.panelHead}>
        <div className={experiments.name}>
          <h2>
            {key} <Chip tone={isState(state) ? tones[state] : "quiet"}>{isState(state) ? say(`${state}State`) : state}</Chip>
          </h2>
          {experiment.description && <p className={styles.hint}>{experiment.description}</p>}
          <p className={styles.fine}>
            {experiment.startedAt ? say("startedAt", { ago: when(experiment.startedAt) }) : say("createdAt", { ago: when(experiment.createdAt) })}
            {experiment.endedAt && `, ${say("endedAt", { ago: when(experiment.endedAt) })}`}
          </p>
        </div>
        <div className={styles.actions}>
          {state === "draft" && (
            <Button size="s" look="primary" icon={<Play size={15} fill="currentColor" />} disabled={isBusy} aria-label={say("startNamed", { key })} onClick={() => act(admin.changeExperiment(key, { state: "running" }))}>
              {say("start")}
            </Button>
          )}
          {state === "running" && (
            <Button size="s" icon={<Square size={14} fill="currentColor" />} disabled={isBusy} aria-label={say("stopNamed", { key })} onClick={() => setAsked("stop")}>
              {say("stop")}
            </Button>
          )}
          {state !== "running" && (
            <Button size="s" look="plain" icon={<Trash2 size={15} />} disabled={isBusy} aria-label={say("deleteNamed", { key })} onClick={() => setAsked("delete")}>
              {say("delete")}
            </Button>
          )}
        </div>
      </div>

      <p className={experiments.verdict} data-testid="verdict" data-outcome={verdict.name}>
        {say(`verdicts.${verdict.name}`, verdict.comparison ? words(verdict.comparison) : { control })}
        {experiment.reason && <span> {experiment.reason}</span>}
      </p>
      {experiment.comparisons.map((one) => (
        <Interval key={one.arm} comparison={one} effect={experiment.effect} words={say("interval", words(one))} />
      ))}

      <Grid
        label={`${key}: ${say("arms")}`}
        columns={[{ name: say("arm") }, { name: say("share") }, { name: say("subjects") }, { name: say("values") }, { name: say("mean") }, { name: say("weights"), isText: true }]}
        rows={arms.map((arm, at) => ({
          key: arm.name,
          cells: [
            <span key="name">
              {arm.name} {at === 0 && arm.name.toLowerCase() !== say("control").toLowerCase() && <small>{say("control")}</small>}
            </span>,
            rate(arm.share, language),
            figure(arm.subjects, language),
            figure(arm.values, language),
            rate(arm.mean, language),
            weightsText(t, language, arm.weights) || say("asItIs"),
          ],
        }))}
      />

      <dl className={experiments.terms}>
        <div>
          <dt>{say("decides")}</dt>
          <dd>{metricName(say, experiment.metric)}</dd>
        </div>
        <div>
          <dt>{say("effectWorth")}</dt>
          <dd>
            {points(experiment.effect, language)} {say("points")}
          </dd>
        </div>
        <div>
          <dt>{say("guardRails")}</dt>
          <dd>
            {experiment.guardRails.length === 0
              ? say("noRails")
              : experiment.guardRails.map((rail) => say("railFall", { metric: metricName(say, rail.metric), tolerance: figure(rail.tolerance * 100, language) })).join("; ")}
          </dd>
        </div>
        {experiment.followWinner && (
          <div>
            <dt className="visually-hidden">{say("follow")}</dt>
            <dd>{say("followsWinner")}</dd>
          </div>
        )}
      </dl>
      {(state === "draft" || state === "running") && <Ramp key={experiment.ramp} ramp={experiment.ramp} isGrowing={state === "running"} isBusy={isBusy} onSet={(ramp) => act(admin.changeExperiment(key, { ramp }))} />}

      <Confirm isOpen={asked === "stop"} title={say("stopTitle", { key })} text={say("stopText")} action={say("stop")} onConfirm={() => act(admin.changeExperiment(key, { state: "stopped" }))} onClose={() => setAsked(null)} />
      <Confirm isOpen={asked === "delete"} title={say("deleteTitle", { key })} text={say("deleteText")} action={say("delete")} isDangerous onConfirm={() => act(admin.deleteExperiment(key))} onClose={() => setAsked(null)} />
    </article>
  );
}

/** The interval in which a difference surely lies, around none. */
function Interval({ comparison, effect, words }: { comparison: ComparisonDto; effect: number; words: string }) {
  const say = useSay();
  const place = intervalOf(comparison, effect);
  const turn = comparison.low > 0 ? "better" : comparison.high < 0 ? "worse" : "open";
  return (
    <figure className={charts.interval}>
      <figcaption>{words}</figcaption>
      <div className={charts.rule} data-turn={turn} aria-hidden="true">
        <i className={charts.worth} style={{ left: `${place.effectLow}%`, right: `${100 - place.effectHigh}%` }} />
        <i className={charts.none} />
        <i className={charts.sure} style={{ left: `${place.from}%`, right: `${100 - place.to}%` }} />
        <i className={charts.dot} style={{ left: `${place.at}%` }} />
      </div>
      <p className={charts.ends} aria-hidden="true">
        <span>{say("fewer")}</span>
        <span>0</span>
        <span>{say("more")}</span>
      </p>
    </figure>
  );
}

function Ramp({ ramp, isGrowing, isBusy, onSet }: { ramp: number; isGrowing: boolean; isBusy: boolean; onSet: (ramp: number) => void }) {
  const say = useSay();
  const id = useId();
  const [now, setNow] = useState(Math.round(ramp * 100));
  return (
    <div className={experiments.ramp}>
      <span id={id} className={experiments.label}>
        {say("ramp")}
      </span>
      <Mui>
        <Slider aria-labelledby={id} value={now} min={0} max={100} step={5} getAriaValueText={(value) => `${value} %`} onChange={(_, next) => setNow(isGrowing ? Math.max(next as number, Math.round(ramp * 100)) : (next as number))} />
      </Mui>
      <output className="tabular">{now} %</output>
      {now !== Math.round(ramp * 100) && (
        <Button size="s" disabled={isBusy} onClick={() => onSet(now / 100)}>
          {say("rampSet", { percent: now })}
        </Button>
      )}
      {isGrowing && ramp < 1 && <small className={experiments.rampNote}>{say("rampGrows")}</small>}
    </div>
  );
}
