import { useEffect, useState } from "react";
import { Button } from "./Button";
import { onToast, type Toast } from "./toasts";
import styles from "./Toasts.module.css";

const shortMs = 4000;
/** Where there is something to press. */
const longMs = 8000;

/** The newest message, for a while; it stays as long as somebody points at it or is in it. Its place is always there, so that it is read aloud. */
export function Toasts() {
  const [toast, setToast] = useState<Toast | null>(null);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    onToast(setToast);
    return () => onToast(null);
  }, []);
  useEffect(() => {
    if (!toast || isHeld) return;
    const timer = setTimeout(() => setToast(null), toast.action ? longMs : shortMs);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  const box = toast && (
    <div
      key={toast.id}
      className={styles.toast}
      data-error={toast.isError || undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => event.key === "Escape" && setToast(null)}
    >
      <span>{toast.text}</span>
      {toast.action && (
        <Button
          size="s"
          look="plain"
          className={styles.action}
          onClick={() => {
            toast.action?.run();
            setToast(null);
            setHeld(false);
          }}
        >
          {toast.action.label}
        </Button>
      )}
    </div>
  );
  return (
    <div className={styles.place}>
      <div role="status">{!toast?.isError && box}</div>
      <div role="alert">{toast?.isError && box}</div>
    </div>
  );
}
