import Popover, { type PopoverActions } from "@mui/material/Popover";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Mui } from "./Mui";

interface PopupProps {
  anchor: Element | null;
  label: string;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A small dialog above what was pressed; it stays above it while its content grows. */
export default function Popup({ anchor, label, className, onClose, children }: PopupProps) {
  const actions = useRef<PopoverActions>(null);
  const [content, setContent] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!content) return;
    const observer = new ResizeObserver(() => actions.current?.updatePosition());
    observer.observe(content);
    return () => observer.disconnect();
  }, [content]);
  return (
    <Mui>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        action={actions}
        onClose={onClose}
        anchorOrigin={{ vertical: "top", horizontal: "center" }}
        transformOrigin={{ vertical: "bottom", horizontal: "center" }}
        slotProps={{ paper: { className, role: "dialog", "aria-modal": true, "aria-label": label } as object }}
      >
        <div ref={setContent}>{children}</div>
      </Popover>
    </Mui>
  );
}
