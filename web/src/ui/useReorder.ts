import { useCallback, useState, type KeyboardEvent, type PointerEvent } from "react";

/** The list after `id` was put before the item that stands at `place` now (or last). */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  rest.splice(to, 0, items[from] as T);
  return rest;
}

interface Reorder {
  draggedId: string | null;
  /** Before this one it would land; "" is the end. */
  overId: string | null;
  handleProps: (id: string) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

/**
 * Order by dragging a handle (mouse and touch) or by arrow keys on it. Rows carry `data-reorder-id`.
 * `onMove` gets the index that the item should have afterwards.
 */
export function useReorder(ids: readonly string[], onMove: (id: string, to: number) => void): Reorder {
  const [draggedId, setDragged] = useState<string | null>(null);
  const [overId, setOver] = useState<string | null>(null);

  const finish = useCallback(
    (isDrop: boolean) => {
      if (isDrop && draggedId !== null && overId !== null && overId !== draggedId) {
        const from = ids.indexOf(draggedId);
        const before = overId === "" ? ids.length : ids.indexOf(overId);
        const to = before > from ? before - 1 : before;
        if (from >= 0 && before >= 0 && to !== from) onMove(draggedId, to);
      }
      setDragged(null);
      setOver(null);
    },
    [draggedId, overId, ids, onMove],
  );

  const handleProps = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragged(id);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (draggedId === null) return;
      const row = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-reorder-id]");
      const target = row?.dataset["reorderId"];
      if (!row || !target || !ids.includes(target)) return;
      const box = row.getBoundingClientRect();
      const isLowerHalf = event.clientY > box.top + box.height / 2;
      setOver(isLowerHalf ? (ids[ids.indexOf(target) + 1] ?? "") : target);
    },
    onPointerUp: () => finish(true),
    onPointerCancel: () => finish(false),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (step === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const to = ids.indexOf(id) + step;
      if (to >= 0 && to < ids.length) onMove(id, to);
    },
  });
  return { draggedId, overId, handleProps };
}
