import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { attempt } from "../../ui/toasts";
import { QueueList } from "./QueueList";

export default function QueuePage() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  return (
    <Page title={t("queue.title")} isWide={false} actions={<Button onClick={() => attempt(commands.clearQueue())}>{t("queue.clear")}</Button>}>
      <QueueList level="h2" />
    </Page>
  );
}
