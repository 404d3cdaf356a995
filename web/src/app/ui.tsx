import { createContext, use, useMemo, useState, type ReactNode } from "react";

export type Panel = "chat" | "queue" | null;

interface Ui {
  panel: Panel;
  setPanel: (panel: Panel | ((known: Panel) => Panel)) => void;
  isPaletteOpen: boolean;
  setPalette: (open: boolean) => void;
  isHelpOpen: boolean;
  setHelp: (open: boolean) => void;
  isFull: boolean;
  setFull: (open: boolean | ((known: boolean) => boolean)) => void;
}

const UiContext = createContext<Ui | null>(null);

/** What is open on this page besides the route. */
export function UiProvider({ children }: { children: ReactNode }) {
  const [panel, setPanel] = useState<Panel>(null);
  const [isPaletteOpen, setPalette] = useState(false);
  const [isHelpOpen, setHelp] = useState(false);
  const [isFull, setFull] = useState(false);
  const ui = useMemo(() => ({ panel, setPanel, isPaletteOpen, setPalette, isHelpOpen, setHelp, isFull, setFull }), [panel, isPaletteOpen, isHelpOpen, isFull]);
  return <UiContext value={ui}>{children}</UiContext>;
}

export function useUi(): Ui {
  const ui = use(UiContext);
  if (!ui) throw new Error("no UiProvider around this component");
  return ui;
}
