import { Link } from "react-router";
import { useYears } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { ErrorState, RowSkeletons } from "../../ui/States";
import styles from "./Library.module.css";
import { NoTracks } from "./TracksView";

export function YearsView() {
  const { t } = useTranslation();
  const years = useYears();
  if (years.error) return <ErrorState error={years.error} onRetry={() => void years.refetch()} />;
  if (years.isPending) return <RowSkeletons />;
  if (years.data.length === 0) return <NoTracks query="" />;
  const decades = [...new Set(years.data.map(({ year }) => Math.floor(year / 10) * 10))].sort((a, b) => b - a);
  return decades.map((decade) => (
    <section key={decade} className={styles.decade} aria-label={`${decade}s`}>
      <h2>{decade}s</h2>
      <ul className={styles.years}>
        {years.data
          .filter(({ year }) => Math.floor(year / 10) * 10 === decade)
          .sort((a, b) => b.year - a.year)
          .map(({ year, trackCount }) => (
            <li key={year}>
              <Link to={`/years/${year}`} className={styles.year}>
                <b className="tabular">{year}</b>
                <span>{t("library.count", { count: trackCount })}</span>
              </Link>
            </li>
          ))}
      </ul>
    </section>
  ));
}
