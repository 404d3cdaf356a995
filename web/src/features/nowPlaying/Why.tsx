import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useExplanation } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { ExplanationCard } from "./ExplanationCard";
import styles from "./Why.module.css";

const Popup = lazy(() => import("../../ui/mui/Popup"));

/** Why this track: in the words with which it was recommended or came into the queue, and by the voices that spoke for it. */
export function Why({ trackId, reason: given }: { trackId: string; reason?: string | null }) {
  const explanation = useExplanation(trackId);
  const playing = usePlayerState((state) => (state.playback?.track?.id === trackId ? state.playback.reason : null));
  const reason = given ?? playing;
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

interface WhyPopupProps {
  trackId: string;
  reason?: string | null;
  title: string;
  /** What was pressed; null while it is closed. */
  anchor: Element | null;
  onClose: () => void;
}

/** The panel with the evidence. That it was opened is told: whoever asks why is interested. */
export function WhyPopup({ trackId, reason, title, anchor, onClose }: WhyPopupProps) {
  const [hasOpened, setOpened] = useState(false);
  if (anchor && !hasOpened) setOpened(true);
  const isOpen = anchor !== null;
  useEffect(() => {
    if (isOpen) void import("../forYou/feedback").then(({ feedback }) => feedback.add("opened", trackId));
  }, [isOpen, trackId]);
  if (!hasOpened) return null;
  return (
    <Suspense>
      <Popup anchor={anchor} label={title} className={styles.paper} onClose={onClose}>
        <h2 className={styles.title}>{title}</h2>
        <Why trackId={trackId} reason={reason} />
      </Popup>
    </Suspense>
  );
}

/** A reason; pressed, it shows its evidence. */
export function Reason({ trackId, title, text, className }: { trackId: string; title: string; text: string; className?: string }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <button type="button" className={`${styles.reason} ${className ?? ""}`} aria-haspopup="dialog" data-testid="reason" onClick={(event) => setAnchor(event.currentTarget)}>
        {text}
      </button>
      <WhyPopup trackId={trackId} reason={text} title={t("chat.whyThis", { title })} anchor={anchor} onClose={() => setAnchor(null)} />
    </>
  );
}

export function WhyButton({ trackId, children }: { trackId: string; children: ReactNode }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <IconButton size="s" label={t("player.why")} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} data-testid="why">
        {children}
      </IconButton>
      <WhyPopup trackId={trackId} title={t("player.why")} anchor={anchor} onClose={() => setAnchor(null)} />
    </>
  );
}
