import { lazy, Suspense, useState, type ReactNode } from "react";
import { useExplanation } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { ExplanationCard } from "../chat/Turn";
import styles from "./Why.module.css";

const Popup = lazy(() => import("../../ui/mui/Popup"));

/** Why this track: in the words with which it came into the queue, and by the voices that spoke for it. */
export function Why({ trackId }: { trackId: string }) {
  const explanation = useExplanation(trackId);
  const reason = usePlayerState((state) => (state.playback?.track?.id === trackId ? state.playback.reason : null));
  return (
    <>
      {explanation.data ? (
        <ExplanationCard explanation={reason ? { ...explanation.data, sentence: reason } : explanation.data} isBare />
      ) : explanation.error ? (
        <ErrorState error={explanation.error} onRetry={() => void explanation.refetch()} />
      ) : (
        <RowSkeletons count={2} />
      )}
    </>
  );
}

export function WhyButton({ trackId, children }: { trackId: string; children: ReactNode }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [hasOpened, setOpened] = useState(false);
  if (anchor && !hasOpened) setOpened(true);
  return (
    <>
      <IconButton size="s" label={t("player.why")} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} data-testid="why">
        {children}
      </IconButton>
      {hasOpened && (
        <Suspense>
          <Popup anchor={anchor} label={t("player.why")} className={styles.paper} onClose={() => setAnchor(null)}>
            <h2 className={styles.title}>{t("player.why")}</h2>
            <Why trackId={trackId} />
          </Popup>
        </Suspense>
      )}
    </>
  );
}
