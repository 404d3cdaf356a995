import { useTranslation } from "../app/i18n/i18n";
import { strategyName } from "../app/i18n/strategies";
import { percent } from "./format";
import styles from "./Shares.module.css";
import { toneOfStrategy } from "./strategyTones";

/** How much each strategy spoke for a choice, as parts of one bar. */
export function Shares({ strategies, label }: { strategies: Record<string, number>; label: string }) {
  const { t } = useTranslation();
  const parts = Object.entries(strategies)
    .filter(([, score]) => score > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6);
  const sum = parts.reduce((total, [, score]) => total + score, 0);
  if (sum === 0) return null;
  return (
    <figure className={styles.shares}>
      <figcaption className={styles.caption}>{label}</figcaption>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(([name, score]) => (
          <span key={name} style={{ flexGrow: score / sum, background: toneOfStrategy(name) }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(([name, score]) => (
          <li key={name}>
            <span className={styles.dot} style={{ background: toneOfStrategy(name) }} aria-hidden="true" />
            {strategyName(t, name)} <b className="tabular">{percent(score / sum)}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}
