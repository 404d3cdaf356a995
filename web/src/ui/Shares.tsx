import { useTranslation } from "../app/i18n/i18n";
import { strategyName } from "../app/i18n/strategies";
import { percent } from "./format";
import styles from "./Shares.module.css";

const tones = ["var(--accent)", "var(--teal)", "var(--gold)", "var(--plum)", "var(--rose)", "var(--ink-3)"];

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
        {parts.map(([name, score], index) => (
          <span key={name} style={{ flexGrow: score / sum, background: tones[index] }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(([name, score], index) => (
          <li key={name}>
            <span className={styles.dot} style={{ background: tones[index] }} aria-hidden="true" />
            {strategyName(t, name)} <b className="tabular">{percent(score / sum)}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}
