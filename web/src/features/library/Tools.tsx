import { ArrowDown, ArrowUp, Search } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { IconButton } from "../../ui/Button";
import styles from "./Library.module.css";

interface ToolsProps {
  view: string;
  query: string;
  onQuery: (query: string) => void;
  sorts: readonly SortName[];
  sort: SortName;
  isDescending: boolean;
  onSort: (sort: SortName, isDescending: boolean) => void;
  children?: ReactNode;
}

export type SortName = "title" | "artist" | "album" | "year" | "duration" | "added" | "tempo" | "energy" | "key" | "danceability" | "valence" | "heard";

/** Search as you type, and the order. */
export function Tools({ view, query, onQuery, sorts, sort, isDescending, onSort, children }: ToolsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.tools} role="search">
      <SearchField label={t("library.search", { view })} query={query} onQuery={onQuery} />
      {children}
      {sorts.length > 0 && (
        <>
          <Choice label={t("library.sort")} value={sort} onChange={(value) => onSort(value as SortName, value === "added" || value === "year")}>
            {sorts.map((name) => (
              <option key={name} value={name}>
                {t(`library.sorts.${name}`)}
              </option>
            ))}
          </Choice>
          <IconButton look="soft" label={isDescending ? t("library.descending") : t("library.ascending")} aria-pressed={isDescending} onClick={() => onSort(sort, !isDescending)}>
            {isDescending ? <ArrowDown size={18} /> : <ArrowUp size={18} />}
          </IconButton>
        </>
      )}
    </div>
  );
}

export function SearchField({ label, query, onQuery }: { label: string; query: string; onQuery: (query: string) => void }) {
  return (
    <label className={styles.search}>
      <Search size={17} aria-hidden="true" />
      <input type="search" value={query} aria-label={label} placeholder={label} maxLength={200} data-testid="library-search" onChange={(event) => onQuery(event.target.value)} />
    </label>
  );
}

export function Choice({ label, value, onChange, children }: { label: string; value: string; onChange: (value: string) => void; children: ReactNode }) {
  return (
    <span className={styles.select}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </span>
  );
}
