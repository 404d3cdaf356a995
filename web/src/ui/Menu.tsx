import { lazy, Suspense, useState, type ReactNode } from "react";

/** Where a menu hangs: at what was pressed, or at a point. */
export type MenuPlace = Element | { left: number; top: number };

export interface MenuAction {
  label: string;
  icon?: ReactNode;
  run: () => void;
  isSelected?: boolean;
  isDisabled?: boolean;
  testId?: string;
}

export interface MenuProps {
  /** Null while it is closed. */
  place: MenuPlace | null;
  label: string;
  items: (MenuAction | "line")[];
  /** Opens above what was pressed. */
  isUpward?: boolean;
  onClose: () => void;
}

const ActionMenu = lazy(() => import("./mui/ActionMenu"));

/** A menu of actions; what draws it is fetched when the first one opens. */
export function Menu(props: MenuProps) {
  const { place } = props;
  // While it fades out it stays where it was.
  const [last, setLast] = useState(place);
  if (place && place !== last) setLast(place);
  if (!last) return null;
  return (
    <Suspense>
      <ActionMenu {...props} place={last} isOpen={place !== null} />
    </Suspense>
  );
}
