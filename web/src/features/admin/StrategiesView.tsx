import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { keys } from "../../api/keys";
import type { StrategiesDto, StrategyMetricsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { toneOfStrategy } from "../../ui/strategyTones";
import { humanise } from "../../ui/format";
import { EmptyState } from "../../ui/States";
import styles from "./Admin.module.css";
import tables from "./Tables.module.css";
import { barsPath } from "./chart";
import { DayCharts } from "./DayCharts";
import { admin } from "./endpoints";
import { dayName, figure, rate } from "./figures";
import { Fetched, Panel } from "./parts";
import { adminTexts, useSay, type AdminSay } from "./texts";

const periods = [7, 30, 90] as const;
const columns = ["exposures", "seenRate", "openRate", "playRate", "skipRate", "likeRate", "coverage", "novelty", "gini"] as const;

export function StrategiesView() {
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const days = periods.find((period) => String(period) === search.get("days")) ?? 30;
  const query = useQuery({ queryKey: keys.strategies(days), queryFn: () => admin.strategies(days), staleTime: 30_000 });
  return (
    <>
      <fieldset className={styles.periods}>
        <legend className="visually-hidden">{say("period")}</legend>
        {periods.map((period) => (
          <label key={period}>
            <input type="radio" name="period" checked={period === days} onChange={() => setSearch({ days: String(period) }, { replace: true })} />
            <span>{say("days", { count: period })}</span>
          </label>
        ))}
      </fieldset>
      <Fetched query={query}>{(data) => <Strategies data={data} />}</Fetched>
    </>
  );
}

function metricName(say: AdminSay, metric: string): string {
  return metric in adminTexts.en.explain || metric === "keepRate" ? say(metric as (typeof columns)[number]) : humanise(metric);
}

function valueOf(one: StrategyMetricsDto, column: (typeof columns)[number], language: string): string {
  if (column === "exposures") return figure(Math.round(one.exposures), language);
  if (column === "gini") return one.gini === null ? "–" : one.gini.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return rate(one[column], language);
}

function Strategies({ data }: { data: StrategiesDto }) {
  const say = useSay();
  const { t, language } = useTranslation();
  const [chosenName, setChosen] = useState("hybrid");
  const shown = data.strategies.filter((one) => one.exposures > 0);
  if (shown.length === 0) return <EmptyState title={say("nothingShown")} hint={say("nothingShownHint")} />;
  const chosen = shown.find((one) => one.name === chosenName) ?? shown[0]!;
  const silent = data.strategies.filter((one) => one.exposures === 0);
  return (
    <>
      {data.alerts.length > 0 && (
        <section className={styles.alert} data-testid="drift">
          <TriangleAlert size={20} aria-hidden="true" />
          <div>
            <h2>{say("drift")}</h2>
            <ul>
              {data.alerts.map((alert) => (
                <li key={alert.id}>
                  {say("driftLine", { strategy: strategyName(t, alert.strategy), metric: metricName(say, alert.metric), value: rate(alert.value, language), day: dayName(alert.day, language), usual: rate(alert.usual, language) })}
                </li>
              ))}
            </ul>
          </div>
        </section>
      )}
      <Panel title={say("strategies")}>
        {/* A table on a desk, cards on a phone; the roles keep it a table for screen readers. */}
        <table className={`${tables.table} ${tables.wide}`} role="table" data-testid="strategies">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">{say("strategy")}</th>
              {columns.map((column) => (
                <th key={column} role="columnheader" scope="col" data-tip={say(`explain.${column}`)}>
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="tabular">
            {[...shown, ...silent].map((one) => (
              <tr key={one.name} role="row" data-chosen={one === chosen || undefined} data-silent={one.exposures === 0 || undefined}>
                <th role="rowheader" scope="row">
                  <button type="button" className={tables.pickRow} aria-pressed={one === chosen} disabled={one.exposures === 0} onClick={() => setChosen(one.name)}>
                    <i className={styles.tone} style={{ background: toneOfStrategy(one.name) }} aria-hidden="true" />
                    {strategyName(t, one.name)}
                  </button>
                </th>
                {columns.map((column) => (
                  <td key={column} role="cell" data-column={column} data-label={say(column)}>
                    <span>{valueOf(one, column, language)}</span>
                    {column === "exposures" && one.exposures > 0 && <Spark one={one} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={say("dailyOf", { name: strategyName(t, chosen.name) })}>
        <DayCharts one={chosen} />
        {chosen.name !== "hybrid" && <Alone key={chosen.name} name={chosen.name} days={data.days} />}
      </Panel>
    </>
  );
}

/** What it would have brought without the others; says nothing while that is not known. */
function Alone({ name, days }: { name: string; days: number }) {
  const say = useSay();
  const { language } = useTranslation();
  const { data } = useQuery({ queryKey: keys.alone(name, days), queryFn: () => admin.alone(name, days), staleTime: 60_000 });
  if (!data) return null;
  const { playRate, standardError, observed, note } = data;
  return (
    <p className={styles.fine} data-testid="alone">
      {playRate === null || playRate === undefined ? note : say("alone", { rate: rate(playRate, language), error: rate(standardError, language), observed: rate(observed, language), count: figure(Math.round(data.effectiveCount), language) })}
    </p>
  );
}

/** How often its tracks were shown, a bar a day. */
function Spark({ one }: { one: StrategyMetricsDto }) {
  const say = useSay();
  const { language } = useTranslation();
  const values = one.days.map((day) => day.exposures);
  const words = (value: number) => figure(Math.round(value), language);
  return (
    <svg className={tables.spark} viewBox="0 0 90 20" preserveAspectRatio="none" role="img" aria-label={say("sparkline", { low: words(Math.min(...values)), high: words(Math.max(...values)), last: words(values.at(-1) ?? 0) })}>
      <path d={barsPath(values, 90, 20)} fill={toneOfStrategy(one.name)} />
    </svg>
  );
}
