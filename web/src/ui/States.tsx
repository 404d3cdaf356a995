import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { useTranslation } from "../app/i18n/i18n";
import { Button } from "./Button";
import styles from "./States.module.css";

function Rings() {
  return (
    <svg className={styles.rings} viewBox="0 0 200 120" aria-hidden="true">
      {[16, 34, 52, 70, 88].map((radius) => (
        <path key={radius} d={`M ${100 - radius} 118 A ${radius} ${radius} 0 0 1 ${100 + radius} 118`} fill="none" stroke="currentColor" strokeWidth="3" opacity={1 - radius / 100} />
      ))}
    </svg>
  );
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <Rings />
      <p className={styles.title}>{title}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

/** What went wrong, in the server's words, with a way on. */
export function ErrorState({ error, onRetry, isPage = false }: { error: unknown; onRetry?: () => void; isPage?: boolean }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error : null;
  const isMissing = problem?.status === 404;
  // Where it stands for a whole page, its title is the page's heading.
  const Title = isPage ? "h1" : "p";
  return (
    <div className={styles.state} role="alert">
      <Rings />
      <Title className={styles.title}>{isMissing ? t("state.notFound") : t("state.failed")}</Title>
      <p className={styles.hint}>{isMissing ? t("state.notFoundHint") : (problem?.message ?? String(error))}</p>
      {onRetry && !isMissing && (
        <div className={styles.actions}>
          <Button icon={<RotateCw size={16} />} onClick={onRetry}>
            {t("state.retry")}
          </Button>
        </div>
      )}
      {problem?.requestId && !isMissing && <p className={styles.fine}>{t("state.request", { id: problem.requestId })}</p>}
    </div>
  );
}

/** Rows that will be tracks. */
export function RowSkeletons({ count = 8 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("state.loading")}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row}>
          <span className={styles.bone} style={{ width: 44, height: 44 }} />
          <span className={styles.lines}>
            <span className={styles.bone} style={{ width: `${34 + ((index * 17) % 30)}%`, height: 13 }} />
            <span className={styles.bone} style={{ width: `${18 + ((index * 11) % 16)}%`, height: 11 }} />
          </span>
        </div>
      ))}
    </div>
  );
}

/** Cards that will be covers. */
export function CardSkeletons({ count = 10, className }: { count?: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("state.loading")} className={className}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index}>
          <span className={styles.bone} style={{ width: "100%", aspectRatio: "1", borderRadius: 14 }} />
          <span className={styles.bone} style={{ width: "70%", height: 13, marginTop: 12 }} />
        </div>
      ))}
    </div>
  );
}
