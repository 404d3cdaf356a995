import type { StrategyMetricsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { toneOfStrategy } from "../../ui/strategyTones";
import charts from "./Charts.module.css";
import tables from "./Tables.module.css";
import { barsPath, linePaths, topOf } from "./chart";
import { dayName, figure, rate } from "./figures";
import { useSay } from "./texts";

const width = 600;
const height = 120;
const lines = [
  { name: "playRate", tone: "var(--teal)", dash: undefined },
  { name: "skipRate", tone: "var(--danger)", dash: "7 4" },
  { name: "likeRate", tone: "var(--plum)", dash: "2 5" },
] as const;

/** The days of one strategy: how much was shown, and what came of it; with the same figures as a table. */
export function DayCharts({ one }: { one: StrategyMetricsDto }) {
  const say = useSay();
  const { t, language } = useTranslation();
  const { days } = one;
  const exposures = days.map((day) => day.exposures);
  const top = topOf(days.flatMap((day) => lines.map((line) => day[line.name])));
  const first = days[0] && dayName(days[0].day, language);
  const last = days.at(-1) && dayName(days.at(-1)!.day, language);
  const name = strategyName(t, one.name);
  return (
    <>
      <div className={charts.charts}>
        <figure className={charts.chart}>
          <figcaption>{say("shownADay")}</figcaption>
          <div className={charts.plot}>
            <span className={charts.axis} aria-hidden="true">
              <span>{figure(Math.round(Math.max(...exposures, 0)), language)}</span>
              <span>0</span>
            </span>
            <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${say("shownADay")}`}>
              <path className={charts.grid} d={`M0 0H${width}M0 ${height / 2}H${width}M0 ${height}H${width}`} />
              <path d={barsPath(exposures, width, height)} fill={toneOfStrategy(one.name)} />
            </svg>
          </div>
          <p className={charts.ends} aria-hidden="true">
            <span>{first}</span>
            <span>{last}</span>
          </p>
        </figure>
        <figure className={charts.chart}>
          <figcaption>
            {say("rates")}
            <ul className={charts.legend}>
              {lines.map((line) => (
                <li key={line.name}>
                  <svg viewBox="0 0 22 6" width="22" height="6" aria-hidden="true">
                    <path d="M1 3H21" stroke={line.tone} strokeWidth="2.5" strokeDasharray={line.dash} strokeLinecap="round" />
                  </svg>
                  {say(line.name)}
                </li>
              ))}
            </ul>
          </figcaption>
          <div className={charts.plot}>
            <span className={charts.axis} aria-hidden="true">
              <span>{Math.round(top * 100)} %</span>
              <span>0</span>
            </span>
            <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${say("rates")}`}>
              <path className={charts.grid} d={`M0 0H${width}M0 ${height / 2}H${width}M0 ${height}H${width}`} />
              {lines.map((line) =>
                linePaths(
                  days.map((day) => day[line.name]),
                  width,
                  height,
                  top,
                ).map((path) => <path key={`${line.name}${path}`} className={charts.line} d={path} stroke={line.tone} strokeDasharray={line.dash} />),
              )}
            </svg>
          </div>
          <p className={charts.ends} aria-hidden="true">
            <span>{first}</span>
            <span>{last}</span>
          </p>
        </figure>
      </div>
      <details className={charts.asTable}>
        <summary>{say("asTable")}</summary>
        <div className={tables.scroller} tabIndex={0} role="region" aria-label={say("dailyOf", { name })}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">{say("day")}</th>
                <th scope="col">{say("exposures")}</th>
                {lines.map((line) => (
                  <th key={line.name} scope="col">
                    {say(line.name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="tabular">
              {days.toReversed().map((day) => (
                <tr key={day.day}>
                  <th scope="row">{dayName(day.day, language)}</th>
                  <td>{figure(Math.round(day.exposures * 10) / 10, language)}</td>
                  {lines.map((line) => (
                    <td key={line.name}>{rate(day[line.name], language)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
