import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { ago } from "../../ui/format";
import { ErrorState, RowSkeletons } from "../../ui/States";
import styles from "./Admin.module.css";
import tables from "./Tables.module.css";
import { useSay } from "./texts";

/** What was fetched; what is old when the server doesn't answer, said as such; or why there is nothing. */
export function Fetched<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const say = useSay();
  const { language } = useTranslation();
  if (query.data === undefined) return query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <RowSkeletons count={7} />;
  return (
    <>
      {query.error && (
        <p className={styles.stale} role="status">
          {say("stale", { ago: ago(new Date(query.dataUpdatedAt).toISOString(), Date.now(), language) })}
        </p>
      )}
      {children(query.data)}
    </>
  );
}

export function Panel({ title, hint, children, action, testId }: { title: ReactNode; hint?: string; children: ReactNode; action?: ReactNode; testId?: string }) {
  return (
    <section className={styles.panel} data-testid={testId}>
      <div className={styles.panelHead}>
        <div>
          <h2>{title}</h2>
          {hint && <p className={styles.hint}>{hint}</p>}
        </div>
        {action && <div className={styles.actions}>{action}</div>}
      </div>
      {children}
    </section>
  );
}

/** Figures with their names. */
export function Figures({ items }: { items: [name: string, value: ReactNode][] }) {
  return (
    <dl className={styles.figures}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Chip({ tone, children }: { tone: "good" | "bad" | "live" | "quiet"; children: ReactNode }) {
  return (
    <span className={tables.chip} data-tone={tone}>
      {children}
    </span>
  );
}

interface GridProps {
  label: string;
  /** The first names the rows; one without a name holds what can be done. */
  columns: { name: string; isText?: boolean }[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Of each row. */
  testId?: string;
}

/** A table on a desk, cards on a phone; the roles keep it a table for screen readers. */
export function Grid({ label, columns, rows, testId }: GridProps) {
  return (
    <table className={`${tables.table} ${tables.wide}`} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) =>
            column.name ? (
              <th key={column.name} role="columnheader" scope="col" data-text={column.isText}>
                {column.name}
              </th>
            ) : (
              <td key="actions" role="cell" />
            ),
          )}
        </tr>
      </thead>
      <tbody role="rowgroup" className="tabular">
        {rows.map((row) => (
          <tr key={row.key} role="row" data-testid={testId}>
            {row.cells.map((cell, at) =>
              at === 0 ? (
                <th key="name" role="rowheader" scope="row">
                  {cell}
                </th>
              ) : (
                <td key={columns[at]!.name} role="cell" data-text={columns[at]!.isText} data-label={columns[at]!.name || undefined}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
