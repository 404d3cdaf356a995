import Slider from "@mui/material/Slider";
import Switch from "@mui/material/Switch";
import { Plus, X } from "lucide-react";
import { useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { useSettings } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { Button, IconButton } from "../../ui/Button";
import { Mui } from "../../ui/mui/Mui";
import { Choice } from "../library/Tools";
import styles from "./Admin.module.css";
import experiments from "./Experiments.module.css";
import { admin } from "./endpoints";
import { emptyForm, evenShares, metrics, mostArms, problemsOf, toExperiment, type ArmForm, type ExperimentForm, type Metric, type Problem } from "./experimentForm";
import { Panel } from "./parts";
import { useSay } from "./texts";

interface NewExperimentProps {
  takenKeys: string[];
  onClose: () => void;
  onCreated: (key: string) => void;
}

/** The form of a new experiment; what is wrong stands at its field. */
export function NewExperiment({ takenKeys, onClose, onCreated }: NewExperimentProps) {
  const say = useSay();
  const [form, setForm] = useState<ExperimentForm>(emptyForm);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const problems = isTried ? problemsOf(form, takenKeys) : {};
  const change = (part: Partial<ExperimentForm>) => setForm((known) => ({ ...known, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setRefused(null);
    if (Object.keys(problemsOf(form, takenKeys)).length > 0) {
      // Once drawn, the first field that is wrong is gone to.
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    admin
      .createExperiment(toExperiment(form))
      .then(() => onCreated(form.key))
      .catch((error: unknown) => setRefused(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Panel title={say("newExperiment")} testId="experiment-form">
      <form ref={element} className={experiments.form} onSubmit={submit} noValidate aria-label={say("newExperiment")}>
        <div className={experiments.fields}>
          <Field label={say("key")} hint={say("keyHint")} problem={problems["key"]} value={form.key} onChange={(key) => change({ key: key.toLowerCase() })} maxLength={64} autoFocus />
          <Field label={say("description")} hint={say("descriptionHint")} value={form.description} onChange={(description) => change({ description })} maxLength={500} />
        </div>
        <div className={experiments.fields}>
          <div className={experiments.field}>
            <span>{say("decides")}</span>
            <Choice label={say("decides")} value={form.metric} onChange={(metric) => change({ metric: metric as Metric })}>
              {metrics.map((metric) => (
                <option key={metric} value={metric}>
                  {say(metric)}
                </option>
              ))}
            </Choice>
            <small>{say("metricHint")}</small>
          </div>
          <Field label={say("effect")} hint={say("effectHint")} problem={problems["effect"]} value={form.effect} onChange={(effect) => change({ effect })} unit={say("points")} isFigure />
        </div>
        <Arms form={form} problems={problems} onChange={(arms) => change({ arms })} />
        <fieldset className={experiments.set}>
          <legend>{say("guardRails")}</legend>
          <p className={styles.hint}>{say("railsHint")}</p>
          {form.rails.map((rail, at) => {
            const set = (part: Partial<typeof rail>) => change({ rails: form.rails.map((one, which) => (which === at ? { ...one, ...part } : one)) });
            return (
              <div key={rail.metric} className={experiments.rail}>
                <label className={experiments.check}>
                  <input type="checkbox" checked={rail.isOn} onChange={(event) => set({ isOn: event.target.checked })} />
                  {say(rail.metric)}
                </label>
                {rail.isOn && <Field label={say("tolerance", { metric: say(rail.metric) })} isNamed problem={problems[`rails.${at}`]} value={rail.tolerance} onChange={(tolerance) => set({ tolerance })} unit={say("points")} isFigure />}
              </div>
            );
          })}
        </fieldset>
        <RampField ramp={form.ramp} onChange={(ramp) => change({ ramp })} />
        <Follow isOn={form.followWinner} onChange={(followWinner) => change({ followWinner })} />
        <p role="alert" className={experiments.problem}>
          {refused ?? (Object.keys(problems).length > 0 ? say("check") : "")}
        </p>
        <div className={experiments.formActions}>
          <Button look="plain" onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={isBusy} data-testid="create-experiment">
            {say("create")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  problem?: Problem;
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  unit?: string;
  /** A short field for a number. */
  isFigure?: boolean;
  /** The label is read aloud and not shown. */
  isNamed?: boolean;
  autoFocus?: boolean;
}

function Field({ label, hint, problem, value, onChange, maxLength = 20, unit, isFigure, isNamed, autoFocus }: FieldProps) {
  const say = useSay();
  const id = useId();
  return (
    <div className={experiments.field} data-figure={isFigure || undefined}>
      <label htmlFor={id} className={isNamed ? "visually-hidden" : undefined}>
        {label}
      </label>
      <span className={experiments.entry}>
        <input
          id={id}
          value={value}
          maxLength={maxLength}
          inputMode={isFigure ? "decimal" : undefined}
          autoComplete="off"
          spellCheck={isFigure ? undefined : false}
          autoFocus={autoFocus}
          aria-invalid={problem !== undefined}
          aria-describedby={problem || hint ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit && <span aria-hidden="true">{unit}</span>}
      </span>
      {(problem || hint) && (
        <small id={`${id}-note`} data-problem={problem !== undefined || undefined}>
          {problem ? say(`problems.${problem}`) : hint}
        </small>
      )}
    </div>
  );
}

function Arms({ form, problems, onChange }: { form: ExperimentForm; problems: Record<string, Problem>; onChange: (arms: ArmForm[]) => void }) {
  const say = useSay();
  const { t } = useTranslation();
  const strategies = (useSettings().data?.strategies ?? []).filter((name) => name !== "hybrid");
  const { arms } = form;
  const set = (at: number, part: Partial<ArmForm>) => onChange(arms.map((arm, which) => (which === at ? { ...arm, ...part } : arm)));
  const evenly = (list: ArmForm[]) => {
    const shares = evenShares(list.length);
    return list.map((arm, at) => ({ ...arm, share: shares[at]! }));
  };
  return (
    <fieldset className={experiments.set} aria-invalid={problems["arms"] !== undefined || undefined} tabIndex={-1}>
      <legend>{say("arms")}</legend>
      <p className={styles.hint}>{say("armsHint")}</p>
      {arms.map((arm, at) => {
        const free = strategies.filter((name) => !arm.weights.some((one) => one.strategy === name));
        const setWeights = (weights: ArmForm["weights"]) => set(at, { weights });
        return (
          <div key={arm.id} className={experiments.arm} role="group" aria-label={at === 0 ? say("control") : say("armNumber", { number: at + 1 })} data-testid="arm">
            <Field label={at === 0 ? `${say("name")} (${say("control")})` : say("name")} problem={problems[`arms.${at}.name`]} value={arm.name} onChange={(name) => set(at, { name })} maxLength={64} />
            <Field label={say("share")} problem={problems[`arms.${at}.share`]} value={arm.share} onChange={(share) => set(at, { share })} unit="%" isFigure />
            {arms.length > 2 && at > 0 && (
              <IconButton size="s" label={say("removeArm", { number: at + 1 })} className={experiments.removeArm} onClick={() => onChange(evenly(arms.filter((one) => one.id !== arm.id)))}>
                <X size={16} />
              </IconButton>
            )}
            <div className={experiments.weights}>
              {arm.weights.map((one, which) => (
                <div key={one.strategy} className={experiments.weight}>
                  <span>{strategyName(t, one.strategy)} ×</span>
                  <Field
                    label={say("weightOf", { strategy: strategyName(t, one.strategy) })}
                    isNamed
                    isFigure
                    problem={problems[`arms.${at}.weights.${which}`]}
                    value={one.weight}
                    onChange={(weight) => setWeights(arm.weights.map((other, place) => (place === which ? { ...other, weight } : other)))}
                  />
                  <IconButton size="s" label={say("removeWeight", { strategy: strategyName(t, one.strategy) })} onClick={() => setWeights(arm.weights.filter((_, place) => place !== which))}>
                    <X size={15} />
                  </IconButton>
                </div>
              ))}
              {free.length > 0 && (
                <Choice label={say("addWeight")} value="" onChange={(strategy) => strategy && setWeights([...arm.weights, { strategy, weight: "1.5" }])}>
                  <option value="">{say("addWeight")} …</option>
                  {free.map((name) => (
                    <option key={name} value={name}>
                      {strategyName(t, name)}
                    </option>
                  ))}
                </Choice>
              )}
            </div>
          </div>
        );
      })}
      {problems["arms"] && <p className={experiments.problem}>{say(`problems.${problems["arms"]}`)}</p>}
      <div className={experiments.armTools}>
        {arms.length < mostArms && (
          <Button size="s" icon={<Plus size={15} />} onClick={() => onChange(evenly([...arms, { id: Math.max(...arms.map((arm) => arm.id)) + 1, name: "", share: "", weights: [] }]))}>
            {say("addArm")}
          </Button>
        )}
        <Button size="s" look="plain" onClick={() => onChange(evenly(arms))}>
          {say("evenly")}
        </Button>
      </div>
    </fieldset>
  );
}

function RampField({ ramp, onChange }: { ramp: number; onChange: (ramp: number) => void }) {
  const say = useSay();
  const id = useId();
  return (
    <div className={experiments.ramp}>
      <span id={id} className={experiments.label}>
        {say("ramp")}
      </span>
      <Mui>
        <Slider aria-labelledby={id} value={ramp} min={0} max={100} step={5} getAriaValueText={(value) => `${value} %`} onChange={(_, next) => onChange(next as number)} />
      </Mui>
      <output className="tabular">{ramp} %</output>
    </div>
  );
}

function Follow({ isOn, onChange }: { isOn: boolean; onChange: (on: boolean) => void }): ReactNode {
  const say = useSay();
  const id = useId();
  return (
    <div className={experiments.follow}>
      <label htmlFor={id} className={experiments.label}>
        {say("follow")}
      </label>
      <Mui>
        <Switch checked={isOn} onChange={(_, on) => onChange(on)} slotProps={{ input: { id } }} />
      </Mui>
    </div>
  );
}
