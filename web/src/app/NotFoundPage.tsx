import { Link } from "react-router";
import { Page } from "../ui/Page";
import { EmptyState } from "../ui/States";
import { useTranslation } from "./i18n/i18n";

export default function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("state.notFound")}>
      <EmptyState title="404" hint={t("state.notFoundHint")}>
        <Link to="/">{t("state.home")}</Link>
      </EmptyState>
    </Page>
  );
}
