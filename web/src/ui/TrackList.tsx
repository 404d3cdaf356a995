import { useVirtualizer } from "@tanstack/react-virtual";
import { ListEnd, ListPlus, Play, X } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TrackDto } from "../api/types";
import { usePlayer } from "../player/context";
import { Button, IconButton } from "./Button";
import { useScrollElement } from "./scroll";
import { attempt, notify } from "./toasts";
import { useTrackActions } from "./trackActions";
import styles from "./TrackList.module.css";
import { TrackRow, type TrackRowProps } from "./TrackRow";

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
/** What "play from here" sends at most: the server continues by itself after that. */
const playAhead = 200;

/** Tracks, as many as there are: only those in sight are drawn. Up and down move between them, Ctrl or Shift with a click chooses several. */
export function TrackList({ tracks, label, onPlay, reasons, onEnd, ...row }: TrackListProps) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const scroll = useScrollElement();
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const lastClicked = useRef<number | null>(null);
  const focusWanted = useRef<number | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    const parent = scroll.current;
    if (element && parent) setOffset(element.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop);
  }, [scroll, tracks.length]);

  const virtualizer = useVirtualizer({
    count: tracks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => `${index}:${tracks[index]?.id}`,
  });
  const items = virtualizer.getVirtualItems();
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

  const onKeyDown = (event: KeyboardEvent) => {
    const current = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (!current || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = Number(current.dataset["index"]);
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: tracks.length - 1 }[event.key];
    if (target === undefined || target < 0 || target >= tracks.length) return;
    event.preventDefault();
    virtualizer.scrollToIndex(target);
    const button = list.current?.querySelector<HTMLElement>(`[data-index="${target}"] [data-play]`);
    if (button) button.focus({ preventScroll: true });
    else focusWanted.current = target;
  };

  const select = (index: number, event: MouseEvent) => {
    const track = tracks[index];
    if (!track || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    setSelected((known) => {
      const next = new Set(known);
      if (event.shiftKey && lastClicked.current !== null) {
        const [from, to] = [Math.min(lastClicked.current, index), Math.max(lastClicked.current, index)];
        for (const one of tracks.slice(from, to + 1)) next.add(one.id);
      } else if (!next.delete(track.id)) next.add(track.id);
      return next;
    });
    lastClicked.current = index;
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
      <div ref={list} className={styles.list} role="list" aria-label={label} data-testid="track-list" style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown}>
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
              style={{ transform: `translateY(${item.start - offset}px)` }}
            >
              <TrackRow
                track={track}
                onPlay={() => playFrom(item.index)}
                reason={reasons?.[item.index]}
                isSelected={selected.has(track.id)}
                onSelect={(event) => select(item.index, event)}
                {...row}
              />
            </div>
          );
        })}
      </div>
      {selected.size > 0 && <SelectionBar ids={tracks.filter((track) => selected.has(track.id)).map((track) => track.id)} onClear={() => setSelected(new Set())} />}
    </>
  );
}

function SelectionBar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const actions = useTrackActions();
  const done = (work: Promise<void>, text?: string) => attempt(work.then(() => (text && notify(text), onClear())));
  return (
    <div className={styles.selection} role="status">
      <b>{t("track.selected", { count: ids.length })}</b>
      <Button size="s" look="primary" icon={<Play size={15} fill="currentColor" />} onClick={() => done(commands.play({ trackIds: ids }))}>
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
  );
}
