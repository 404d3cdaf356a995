import Snackbar from "@mui/material/Snackbar";
import { useEffect, useState } from "react";
import { Button } from "./Button";
import { onToast, type Toast } from "./toasts";
import styles from "./Toasts.module.css";

export function Toasts() {
  const [toast, setToast] = useState<Toast | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    onToast((next) => {
      setToast(next);
      setOpen(true);
    });
    return () => onToast(null);
  }, []);
  return (
    <Snackbar
      key={toast?.id}
      open={isOpen}
      autoHideDuration={toast?.action ? 8000 : 4000}
      onClose={(_, reason) => reason !== "clickaway" && setOpen(false)}
      className={styles.place}
    >
      <div className={styles.toast} role={toast?.isError ? "alert" : "status"} data-error={toast?.isError || undefined}>
        <span>{toast?.text}</span>
        {toast?.action && (
          <Button
            size="s"
            look="plain"
            className={styles.action}
            onClick={() => {
              toast.action?.run();
              setOpen(false);
            }}
          >
            {toast.action.label}
          </Button>
        )}
      </div>
    </Snackbar>
  );
}
