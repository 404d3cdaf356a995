import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { choose, nothing } from "./selection";

export interface SelectionOf {
  ids: ReadonlySet<string>;
  clear: () => void;
  /** Ctrl or Shift with a click; any tap while something is chosen. */
  onClick: (index: number, event: MouseEvent, isTouch: boolean) => void;
  onLongPress: (index: number) => void;
  /** X chooses, Shift X up to here, Escape lets go. */
  onKeyDown: (index: number, event: KeyboardEvent) => void;
}

/** Choosing several rows of a list: by mouse, by keys, by a long press. */
export function useSelection(list: readonly string[]): SelectionOf {
  const [selection, setSelection] = useState(nothing);
  const known = useRef({ list, isEmpty: true });
  known.current = { list, isEmpty: selection.ids.size === 0 };
  const take = useCallback((index: number, isRange: boolean) => setSelection((before) => choose(before, known.current.list, index, isRange)), []);
  const clear = useCallback(() => setSelection(nothing), []);
  const onClick = useCallback(
    (index: number, event: MouseEvent, isTouch: boolean) => {
      const isTap = isTouch && !known.current.isEmpty;
      if (!isTap && !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
      take(index, event.shiftKey);
    },
    [take],
  );
  const onLongPress = useCallback((index: number) => take(index, false), [take]);
  const onKeyDown = useCallback(
    (index: number, event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.toLowerCase() === "x") take(index, event.shiftKey);
      else if (event.key === "Escape" && !known.current.isEmpty) clear();
      else return;
      event.preventDefault();
    },
    [take, clear],
  );
  return useMemo(() => ({ ids: selection.ids, clear, onClick, onLongPress, onKeyDown }), [selection.ids, clear, onClick, onLongPress, onKeyDown]);
}
