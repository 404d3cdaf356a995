import { X } from "lucide-react";
import { useState } from "react";
import { useScan } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { IconButton } from "../../ui/Button";
import { progressOf } from "./progress";
import styles from "./ScanBanner.module.css";

/** A thin line over the page while the library grows. It never stands in the way. */
export function ScanBanner() {
  const { t } = useTranslation();
  const { data: scan } = useScan();
  const [hidden, setHidden] = useState<string | null>(null);
  const progress = scan && progressOf(scan);
  if (!scan || !progress || hidden === scan.state) return null;
  const text = scan.state === "failed" ? `${t("scan.failed")}. ${scan.message ?? ""}` : t(`scan.${progress.stage}`, { to: progress.all });
  return (
    <section className={styles.banner} data-failed={scan.state === "failed" || undefined} aria-label={t("settings.scanning")} data-testid="scan-banner">
      <p>
        <b>{text}</b>
        {progress.all > 0 && <span className="tabular">{t("scan.progress", { done: progress.done, all: progress.all })}</span>}
        {scan.tracks > 0 && scan.state !== "failed" && <span className={styles.usable}>{t("scan.usable")}</span>}
      </p>
      <IconButton size="s" label={t("scan.hide")} onClick={() => setHidden(scan.state)}>
        <X size={16} />
      </IconButton>
      {progress.all > 0 && (
        <span className={styles.track} aria-hidden="true">
          <span style={{ transform: `scaleX(${progress.done / progress.all})` }} />
        </span>
      )}
    </section>
  );
}
