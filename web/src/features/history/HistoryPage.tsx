import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useHistory } from "../../api/queries";
import { ago } from "../../ui/format";
import { Page } from "../../ui/Page";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { TrackList } from "../../ui/TrackList";

const heard = new Set(["played", "completed", "skipped"]);

export default function HistoryPage() {
  const { t, i18n } = useTranslation();
  const list = useHistory();
  const items = useMemo(() => list.items.filter((item) => heard.has(item.kind)), [list.items]);
  const reasons = useMemo(() => {
    const now = Date.now();
    return items.map((item) => `${t(`history.kinds.${item.kind as "played"}`)} ${ago(item.startedAt, now, i18n.language)}`);
  }, [items, t, i18n.language]);
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
