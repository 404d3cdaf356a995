import { useMemo } from "react";
import { useHistory } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { ago } from "../../ui/format";
import { Page } from "../../ui/Page";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { TrackList } from "../../ui/TrackList";

const heard = new Set(["played", "completed", "skipped"]);

export default function HistoryPage() {
  const { t, language } = useTranslation();
  const list = useHistory();
  const items = useMemo(() => list.items.filter((item) => heard.has(item.kind)), [list.items]);
  const reasons = useMemo(() => {
    const now = Date.now();
    return items.map((item) => `${t(`history.kinds.${item.kind as "played"}`)} ${ago(item.startedAt, now, language)}`);
  }, [items, t, language]);
  return (
    <Page title={t("history.title")}>
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <RowSkeletons />
      ) : items.length === 0 ? (
        <EmptyState title={t("history.empty")} hint={t("history.emptyHint")} />
      ) : (
        <TrackList tracks={items.map((item) => item.track)} reasons={reasons} label={t("history.title")} onEnd={list.loadMore} />
      )}
    </Page>
  );
}
