import { RefreshCw } from "lucide-react";
import { endpoints } from "../../api/endpoints";
import { useScan } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { progressOf } from "./progress";

/** Where there is nothing to hear: what EchoTune looked through, and what helps. While it still looks, the banner says so. */
export function NoMusic() {
  const { t } = useTranslation();
  const { data: scan } = useScan();
  if (!scan || scan.tracks > 0 || progressOf(scan)) return null;
  return (
    <EmptyState title={t("scan.noMusic")} hint={t("scan.noMusicHint", { folders: scan.roots.join(", ") })}>
      <Button icon={<RefreshCw size={16} />} onClick={() => attempt(endpoints.startScan())}>
        {t("settings.rescan")}
      </Button>
    </EmptyState>
  );
}
