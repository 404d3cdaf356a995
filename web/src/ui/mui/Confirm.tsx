import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../Button";
import { Dialog } from "./Dialog";
import styles from "./Confirm.module.css";

interface ConfirmProps {
  isOpen: boolean;
  title: string;
  text: string;
  /** What is done, on the button that does it. */
  action: string;
  isDangerous?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what can't be taken back, or changes what everybody hears. */
export function Confirm({ isOpen, title, text, action, isDangerous, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  if (!isOpen) return null; // Its words go with what it asks about.
  return (
    <Dialog open onClose={onClose} aria-labelledby="confirm-title" aria-describedby="confirm-text" fullWidth maxWidth="xs">
      <div className={styles.confirm}>
        <h2 id="confirm-title">{title}</h2>
        <p id="confirm-text">{text}</p>
        <div className={styles.actions}>
          <Button look="plain" onClick={onClose}>
            {t("playlists.cancel")}
          </Button>
          <Button look={isDangerous ? "danger" : "primary"} data-testid="confirm" onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
