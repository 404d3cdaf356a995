import { useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useScrollElement } from "../../ui/scroll";
import styles from "./VirtualGrid.module.css";

interface VirtualGridProps<T> {
  items: T[];
  label: string;
  keyOf: (item: T) => string;
  render: (item: T) => ReactNode;
  onEnd: () => void;
}

const gap = 20;
const rowGap = 26;
const narrowest = 168;
const wordsHeight = 58;

/** Cards in as many columns as fit; only the rows in sight are drawn. */
export function VirtualGrid<T>({ items, label, keyOf, render, onEnd }: VirtualGridProps<T>) {
  const scroll = useScrollElement();
  const list = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [offset, setOffset] = useState(0);

  useLayoutEffect(() => {
    const element = list.current;
    const parent = scroll.current;
    if (!element || !parent) return;
    const measure = () => {
      setWidth(element.clientWidth);
      setOffset(element.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroll]);

  const columns = Math.max(2, Math.floor((width + gap) / (narrowest + gap)));
  const cardWidth = (width - gap * (columns - 1)) / columns;
  const rowHeight = cardWidth + wordsHeight + rowGap;
  const rows = Math.ceil(items.length / columns);
  const virtualizer = useVirtualizer({ count: rows, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 3, scrollMargin: offset });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows - 3) onEnd();
  }, [last, rows, onEnd]);

  return (
    <div ref={list} className={styles.grid} style={{ height: virtualizer.getTotalSize() }}>
      {width > 0 && (
        <div role="list" aria-label={label}>
          {shown.map((row) => (
            <Fragment key={row.key}>
              {items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => (
                <div
                  key={keyOf(item)}
                  role="listitem"
                  className={styles.place}
                  style={{ width: cardWidth, transform: `translate(${column * (cardWidth + gap)}px, ${row.start - offset}px)` }}
                >
                  {render(item)}
                </div>
              ))}
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}
