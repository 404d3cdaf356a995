import { useVirtualizer } from "@tanstack/react-virtual";
import { ListEnd, ListPlus, Play, X } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import type { TrackDto } from "../api/types";
import { useTranslation } from "../app/i18n/i18n";
import { usePlayer } from "../player/context";
import { Button, IconButton } from "./Button";
import { useScrollElement } from "./scroll";
import { attempt, notify } from "./toasts";
import { useTrackActions } from "./trackActions";
import styles from "./TrackList.module.css";
import { TrackRow, type TrackRowProps } from "./TrackRow";
import { useSelection } from "./useSelection";

interface TrackListProps extends Pick<TrackRowProps, "lead" | "showAlbum"> {
  tracks: TrackDto[];
  label: string;
  /** Plays the list from this place on; the default plays the tracks shown. */
  onPlay?: (index: number) => void;
  reasons?: (string | null | undefined)[];
  /** Called when the end comes near. */
  onEnd?: () => void;
}

const rowHeight = 60;
const reasonedRowHeight = 78;
/** What "play from here" sends at most: the server continues by itself after that. */
const playAhead = 200;

/** Tracks, as many as there are: only those in sight are drawn. Up and down move between them; useSelection says how several are chosen. */
export function TrackList({ tracks, label, onPlay, reasons, onEnd, ...row }: TrackListProps) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const scroll = useScrollElement();
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const selection = useSelection(useMemo(() => tracks.map((track) => track.id), [tracks]));
  const [active, setActive] = useState(0);
  const height = reasons ? reasonedRowHeight : rowHeight;
  const focusWanted = useRef<number | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    const parent = scroll.current;
    if (element && parent) setOffset(element.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop);
  }, [scroll, tracks.length]);

  const virtualizer = useVirtualizer({
    count: tracks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => `${index}:${tracks[index]?.id}`,
  });
  const items = virtualizer.getVirtualItems();
  // Tab stops at one row: the one that had the focus last, or the first in sight.
  const stop = items.some((item) => item.index === active) ? active : items[0]?.index;
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= tracks.length - 15) onEnd?.();
  }, [lastShown, tracks.length, onEnd]);

  useEffect(() => {
    if (focusWanted.current === null) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-index="${focusWanted.current}"] [data-play]`);
    if (button) {
      focusWanted.current = null;
      button.focus({ preventScroll: true });
    }
  });

  const playFrom = useCallback(
    (index: number) => {
      if (onPlay) onPlay(index);
      else attempt(commands.play({ trackIds: tracks.slice(index, index + playAhead).map((track) => track.id), startAt: 0 }));
    },
    [commands, onPlay, tracks],
  );

  const onFocus = (event: FocusEvent) => {
    const row = event.target.closest<HTMLElement>("[data-index]");
    if (row) setActive(Number(row.dataset["index"]));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const current = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (!current) return;
    const index = Number(current.dataset["index"]);
    selection.onKeyDown(index, event);
    if (event.defaultPrevented || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: tracks.length - 1 }[event.key];
    if (target === undefined || target < 0 || target >= tracks.length) return;
    event.preventDefault();
    virtualizer.scrollToIndex(target);
    const button = list.current?.querySelector<HTMLElement>(`[data-index="${target}"] [data-play]`);
    if (button) button.focus({ preventScroll: true });
    else focusWanted.current = target;
  };

  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <div className={styles.head}>
          <span>{t("track.columns.title")}</span>
          <span>{row.showAlbum !== false && t("track.columns.album")}</span>
          <span>{t("track.columns.sound")}</span>
          <span>{t("track.columns.length")}</span>
        </div>
      </div>
      <div ref={list} className={styles.list} role="list" aria-label={label} data-testid="track-list" style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown} onFocus={onFocus}>
        {items.map((item) => {
          const track = tracks[item.index];
          if (!track) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={tracks.length}
              aria-posinset={item.index + 1}
              data-index={item.index}
              className={styles.place}
              data-reasoned={!!reasons || undefined}
              style={{ transform: `translateY(${item.start - offset}px)` }}
            >
              <TrackRow
                track={track}
                onPlay={() => playFrom(item.index)}
                isTabStop={item.index === stop}
                reason={reasons?.[item.index]}
                isSelected={selection.ids.has(track.id)}
                onSelect={(event, isTouch) => selection.onClick(item.index, event, isTouch)}
                onLongPress={() => selection.onLongPress(item.index)}
                {...row}
              />
            </div>
          );
        })}
      </div>
      <SelectionBar ids={tracks.filter((track) => selection.ids.has(track.id)).map((track) => track.id)} onClear={selection.clear} />
    </>
  );
}

function SelectionBar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const actions = useTrackActions();
  const done = (work: Promise<void>, text?: string) => attempt(work.then(() => (text && notify(text), onClear())));
  const isEmpty = ids.length === 0;
  return (
    <>
      <p className="visually-hidden" role="status">
        {!isEmpty && t("track.selected", { count: ids.length })}
      </p>
      {!isEmpty && (
        <div className={styles.selection} role="toolbar" aria-label={t("track.selected", { count: ids.length })} data-testid="selection">
          <b aria-hidden="true">{t("track.selected", { count: ids.length })}</b>
          <Button size="s" look="primary" aria-label={t("player.play")} icon={<Play size={15} fill="currentColor" />} onClick={() => done(commands.play({ trackIds: ids }))}>
            {t("player.play")}
          </Button>
          <IconButton size="s" label={t("track.addToQueue")} onClick={() => done(commands.enqueue(ids, "last"), t("track.queued", { count: ids.length }))}>
            <ListEnd size={17} />
          </IconButton>
          <IconButton size="s" label={t("track.addToPlaylist")} onClick={() => actions.addToPlaylist(ids)}>
            <ListPlus size={17} />
          </IconButton>
          <IconButton size="s" label={t("track.clearSelection")} onClick={onClear}>
            <X size={17} />
          </IconButton>
        </div>
      )}
    </>
  );
}
