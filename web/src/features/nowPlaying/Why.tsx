import Popover from "@mui/material/Popover";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useExplanation } from "../../api/queries";
import { usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { ExplanationCard } from "../chat/Turn";
import styles from "./Why.module.css";

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
  return (
    <>
      <IconButton size="s" label={t("player.why")} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} data-testid="why">
        {children}
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "top", horizontal: "center" }}
        transformOrigin={{ vertical: "bottom", horizontal: "center" }}
        slotProps={{ paper: { className: styles.paper, role: "dialog", "aria-label": t("player.why") } }}
      >
        <h2 className={styles.title}>{t("player.why")}</h2>
        <Why trackId={trackId} />
      </Popover>
    </>
  );
}
