import Drawer from "@mui/material/Drawer";
import type { ReactNode } from "react";
import { Mui } from "./Mui";

interface SheetProps {
  isOpen: boolean;
  label: string;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A panel that slides over the page from the right, where there is no room beside it. */
export default function Sheet({ isOpen, label, className, onClose, children }: SheetProps) {
  return (
    <Mui>
      <Drawer anchor="right" open={isOpen} onClose={onClose} slotProps={{ paper: { className, "aria-label": label, role: "dialog", "aria-modal": true } as object }}>
        {children}
      </Drawer>
    </Mui>
  );
}
