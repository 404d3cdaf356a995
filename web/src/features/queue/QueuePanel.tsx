import { Trash2, X } from "lucide-react";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { attempt } from "../../ui/toasts";
import styles from "./Panel.module.css";
import { QueueList } from "./QueueList";

export function QueuePanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const hasItems = usePlayerState((state) => (state.queue?.items.length ?? 0) > 0);
  return (
    <div className={styles.panel} data-testid="queue-panel">
      <header className={styles.head}>
        <h2>{t("queue.title")}</h2>
        {hasItems && (
          <IconButton size="s" label={t("queue.clear")} onClick={() => attempt(commands.clearQueue())}>
            <Trash2 size={17} />
          </IconButton>
        )}
        <IconButton size="s" label={t("queue.close")} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </header>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("queue.title")}>
        <QueueList />
      </div>
    </div>
  );
}
