import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Minus, Sparkles, X } from "lucide-react";
import { Fragment, useState } from "react";
import { keys } from "../../api/keys";
import type { LearningDataDto, ModelDto, ModelsDto, TrainingDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { ago, humanise } from "../../ui/format";
import { Confirm } from "../../ui/mui/Confirm";
import { EmptyState } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import styles from "./Admin.module.css";
import tables from "./Tables.module.css";
import { admin } from "./endpoints";
import { dateAndTime, figure, metricParts, size, took, turnOf } from "./figures";
import { Chip, Fetched, Figures, Grid, Panel } from "./parts";
import { adminTexts, useSay, type AdminSay } from "./texts";

export function ModelsView() {
  const query = useQuery({ queryKey: keys.models, queryFn: admin.models, staleTime: 5_000 });
  return <Fetched query={query}>{(data) => <Models data={data} />}</Fetched>;
}

function Models({ data }: { data: ModelsDto }) {
  const say = useSay();
  const { language } = useTranslation();
  const active = data.models.find((model) => model.state === "active");
  return (
    <>
      <Training data={data} active={active} />
      <Panel title={say("data")}>
        <Figures items={dataFigures(say, data.data, language)} />
      </Panel>
      {active && (
        <div className={styles.halves}>
          <Panel title={say("quality")} hint={say("qualityHint")}>
            <Metrics model={active} />
          </Panel>
          <Panel title={say("parts")}>
            <Parts model={active} />
          </Panel>
        </div>
      )}
      {data.models.length > 0 && (
        <Panel title={say("earlier")} hint={say("earlierHint")}>
          <History models={data.models} />
        </Panel>
      )}
    </>
  );
}

function dataFigures(say: AdminSay, data: LearningDataDto, language: string): [string, string][] {
  return [
    [say("listeners"), figure(data.listeners, language)],
    [say("tracks"), figure(data.tracks, language)],
    [say("events"), figure(data.events, language)],
    [say("interactions"), figure(data.interactions, language)],
    [say("sessions"), figure(data.sessions, language)],
    [say("lastEvent"), data.lastEventAt ? ago(data.lastEventAt, Date.now(), language) : say("never")],
  ];
}

function stageName(say: AdminSay, stage: string): string {
  return stage in adminTexts.en.stages ? say(`stages.${stage as keyof typeof adminTexts.en.stages}`) : humanise(stage);
}

function Training({ data, active }: { data: ModelsDto; active: ModelDto | undefined }) {
  const say = useSay();
  const { language } = useTranslation();
  const queries = useQueryClient();
  const { training } = data;
  const isRunning = training.state === "running";
  const [isAsked, setAsked] = useState(false);
  const take = (next: TrainingDto) => queries.setQueryData<ModelsDto>(keys.models, (known) => known && { ...known, training: next });
  const train = () => {
    setAsked(true);
    attempt(
      admin
        .train()
        .then(take)
        .finally(() => setAsked(false)),
    );
  };
  const cancel = () =>
    attempt(
      admin.cancelTraining().then(() => {
        notify(say("cancelled"));
        return queries.invalidateQueries({ queryKey: keys.models });
      }),
    );
  const button = isRunning ? (
    <Button icon={<X size={16} />} onClick={cancel} data-testid="cancel-training">
      {say("cancel")}
    </Button>
  ) : (
    <Button look="primary" icon={<Sparkles size={16} />} disabled={isAsked} onClick={train} data-testid="train-now">
      {say("trainNow")}
    </Button>
  );
  return (
    <Panel title={say("inService")} action={button} testId="in-service">
      {active ? (
        <>
          <p className={styles.version} data-testid="active-model">
            {active.version}
          </p>
          <Figures
            items={[
              [say("when"), <span key="when" title={dateAndTime(active.createdAt, language)}>{ago(active.createdAt, Date.now(), language)}</span>],
              [say("trainedOn"), say("interactionsOf", { count: figure(active.trainedOn.interactions, language) })],
              [say("fit"), took(active.fitSeconds, language)],
              [say("size"), size(active.sizeBytes, language)],
              [say("next"), training.nextAt ? <span key="next" title={dateAndTime(training.nextAt, language)}>{ago(training.nextAt, Date.now(), language)}</span> : say("noNext")],
              [say("libraryModel"), <span key="library" className={styles.small}>{data.libraryModel}</span>],
            ]}
          />
        </>
      ) : (
        <EmptyState title={say("noModel")} hint={say("noModelHint")} />
      )}
      <div role="status">
        {isRunning && (
          <div className={styles.training} data-testid="training">
            <p>
              <b>{training.stage ? stageName(say, training.stage) : say("training")}</b>{" "}
              <span>
                {training.startedAt && say("started", { ago: ago(training.startedAt, Date.now(), language) })}
                {training.trigger === "schedule" && ` · ${say("bySchedule")}`}
                {training.trigger === "request" && ` · ${say("byRequest")}`}
              </span>
            </p>
            <progress value={training.progress} max={1} aria-label={say("training")} />
            <span className="tabular">{Math.round(training.progress * 100)} %</span>
          </div>
        )}
        {!isRunning && training.message && (
          <p className={training.errorCode ? styles.alert : styles.said} data-testid="training-said">
            {training.errorCode && <b>{say("lastFailed")}</b>} {training.message} {training.errorCode && <code>{training.errorCode}</code>}
          </p>
        )}
      </div>
    </Panel>
  );
}

function Metrics({ model }: { model: ModelDto }) {
  const say = useSay();
  const { language } = useTranslation();
  const names = rankedMetrics(model.metrics);
  if (names.length === 0) return <p className={styles.hint}>{say("noMetrics")}</p>;
  const { listens, listeners } = model.metrics;
  // The first model has none before it.
  const isCompared = Object.keys(model.baseline).length > 0;
  return (
    <>
      <div className={tables.scroller} tabIndex={0} role="region" aria-label={say("quality")}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{say("metric")}</th>
              <th scope="col">{say("thisModel")}</th>
              {isCompared && <th scope="col">{say("before")}</th>}
              {isCompared && <th scope="col">{say("change")}</th>}
            </tr>
          </thead>
          <tbody className="tabular">
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{metricLabel(say, name)}</th>
                <td>{figure(model.metrics[name]!, language)}</td>
                {isCompared && <Change name={name} now={model.metrics[name]!} before={model.baseline[name]} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {listens !== undefined && listeners !== undefined && <p className={styles.fine}>{say("judgedOn", { listens: figure(listens, language), listeners: figure(listeners, language) })}</p>}
    </>
  );
}

function Change({ name, now, before }: { name: string; now: number; before: number | undefined }) {
  const say = useSay();
  const { language } = useTranslation();
  if (before === undefined)
    return (
      <>
        <td>{say("none")}</td>
        <td>{say("none")}</td>
      </>
    );
  const turn = turnOf(name, now, before);
  return (
    <>
      <td>{figure(before, language)}</td>
      <td data-turn={turn}>{turn === "same" ? say("same") : `${now > before ? "+" : "−"}${figure(Math.abs(now - before), language)} ${say(turn)}`}</td>
    </>
  );
}

/** Counts say how sure the others are; they are no quality. */
const counts = new Set(["listens", "listeners", "cases", "unseenByBoth"]);
const deciding = "ndcg10";

/** Metrics of quality, the one that decides first. */
function rankedMetrics(metrics: Record<string, number>): string[] {
  return Object.keys(metrics)
    .filter((name) => !counts.has(name))
    .sort((a, b) => Number(b === deciding) - Number(a === deciding));
}

function metricLabel(say: AdminSay, name: string): string {
  const { base, at } = metricParts(name);
  const label = base in adminTexts.en.metrics ? say(`metrics.${base as keyof typeof adminTexts.en.metrics}`) : humanise(base);
  return at === null ? label : `${label} @${at}`;
}

function Parts({ model }: { model: ModelDto }) {
  const say = useSay();
  const { language } = useTranslation();
  return (
    <ul className={styles.parts}>
      {model.parts.map((part) => (
        <li key={part.name} data-present={part.isPresent}>
          <span className={styles.partMark} aria-hidden="true">
            {part.isPresent ? <Check size={15} /> : <Minus size={15} />}
          </span>
          <div>
            <p>
              <b>{part.name in adminTexts.en.partNames ? say(`partNames.${part.name as keyof typeof adminTexts.en.partNames}`) : humanise(part.name)}</b>
              <span className="visually-hidden">: {say(part.isPresent ? "present" : "missing")}</span>
            </p>
            <p className={styles.partNote}>{part.note}</p>
            {Object.keys(part.metrics).length > 0 && (
              <p className={`${styles.partMetrics} tabular`}>
                {Object.entries(part.metrics).map(([name, value]) => (
                  <span key={name}>
                    {metricLabel(say, name)} <b>{figure(value, language)}</b>
                  </span>
                ))}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

const tones = { active: "live", kept: "good", rejected: "bad", damaged: "bad" } as const;
const isState = (state: string): state is keyof typeof tones => state in tones;

function History({ models }: { models: ModelDto[] }) {
  const say = useSay();
  const { language } = useTranslation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<ModelDto | null>(null);
  // The metric that all have stands in the list; the others are those of the one in service, above.
  const metric = models.map((model) => rankedMetrics(model.metrics)[0]).find((name) => name !== undefined);
  const activate = (model: ModelDto) => {
    setAsked(null);
    attempt(
      admin.activate(model.version).then((next) => {
        queries.setQueryData(keys.models, next);
        notify(say("activated", { version: model.version }));
      }),
    );
  };
  return (
    <>
      <Grid
        label={say("earlier")}
        testId="model"
        columns={[{ name: say("version") }, { name: say("state"), isText: true }, { name: say("when") }, ...(metric ? [{ name: metricLabel(say, metric) }] : []), { name: say("interactions") }, { name: "" }]}
        rows={models.map((model) => ({
          key: model.version,
          cells: [
            <code key="version">{model.version}</code>,
            <Fragment key="state">
              <Chip tone={isState(model.state) ? tones[model.state] : "quiet"}>{isState(model.state) ? say(`states.${model.state}`) : humanise(model.state)}</Chip>
              {model.reason && <small className={tables.reason}>{model.reason}</small>}
            </Fragment>,
            <span key="when" title={dateAndTime(model.createdAt, language)}>
              {ago(model.createdAt, Date.now(), language)}
            </span>,
            ...(metric ? [model.metrics[metric] === undefined ? say("none") : figure(model.metrics[metric], language)] : []),
            figure(model.trainedOn.interactions, language),
            model.state === "kept" && (
              <Button key="activate" size="s" aria-label={say("activateNamed", { version: model.version })} onClick={() => setAsked(model)}>
                {say("activate")}
              </Button>
            ),
          ],
        }))}
      />
      <Confirm
        isOpen={asked !== null}
        title={say("activateTitle")}
        text={asked ? say("activateText", { version: asked.version, when: dateAndTime(asked.createdAt, language) }) : ""}
        action={say("activate")}
        onConfirm={() => asked && activate(asked)}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
