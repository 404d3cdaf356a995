import { GripVertical, Play, RotateCcw, X } from "lucide-react";
import { useCallback, useState } from "react";
import { Link } from "react-router";
import type { QueueItemDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { Artwork } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { useReorder } from "../../ui/useReorder";
import { Reason } from "../nowPlaying/Why";
import { beforeOf, layersOf } from "./layers";
import styles from "./Panel.module.css";

/** What comes next in its layers, with reasons; order by handle or arrow keys. */
export function QueueList({ level: Heading = "h3" }: { level?: "h2" | "h3" }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const queue = usePlayerState((state) => state.queue);
  const [said, setSaid] = useState("");
  const items = queue?.items ?? [];
  const ids = items.map((item) => item.itemId);
  const onMove = useCallback(
    (itemId: string, to: number) => {
      const item = items.find((one) => one.itemId === itemId);
      setSaid(t("queue.moved", { title: item?.title ?? "", place: to + 1, count: items.length }));
      attempt(commands.moveItem(itemId, beforeOf(items, itemId, to)));
    },
    [commands, items, t],
  );
  const reorder = useReorder(ids, onMove);

  if (!queue) return <RowSkeletons count={5} />;
  return (
    <div data-testid="queue-list">
      {items.length === 0 && <EmptyState title={t("queue.empty")} hint={t("queue.emptyHint")} />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {layersOf(items).map((layer) => (
        <section key={layer.name} className={styles.layer} aria-label={t(`queue.layers.${layer.name}`)} data-testid={`queue-layer-${layer.name}`}>
          <Heading className={styles.layerName}>{t(`queue.layers.${layer.name}`)}</Heading>
          <ol>
            {layer.items.map((item) => (
              <li
                key={item.itemId}
                className={styles.item}
                data-testid="queue-item"
                data-reorder-id={item.itemId}
                data-dragged={reorder.draggedId === item.itemId || undefined}
                data-over={reorder.overId === item.itemId || undefined}
              >
                <button type="button" className={styles.grip} aria-label={`${t("queue.drag", { title: item.title })}. ${t("queue.dragHint")}`} {...reorder.handleProps(item.itemId)}>
                  <GripVertical size={16} />
                </button>
                <button type="button" className={styles.cover} aria-label={t("queue.playNow", { title: item.title })} onClick={() => attempt(commands.playItem(item.itemId))}>
                  <Artwork url={item.track.artworkUrl} name={item.track.album ?? item.title} px={44} />
                  <span className={styles.over} aria-hidden="true">
                    <Play size={17} fill="currentColor" />
                  </span>
                </button>
                <div className={styles.words}>
                  <Link to={`/tracks/${item.id}`} className={`${styles.title} ellipsis`}>
                    {item.title}
                  </Link>
                  <span className={`${styles.by} ellipsis`}>{item.artist}</span>
                  {item.reason && <Reason trackId={item.id} title={item.title} text={item.reason} className={styles.reason} />}
                </div>
                <IconButton size="s" label={t("queue.remove", { title: item.title })} onClick={() => attempt(commands.removeItem(item.itemId))}>
                  <X size={16} />
                </IconButton>
              </li>
            ))}
          </ol>
        </section>
      ))}
      {queue.history.length > 0 && <Played items={queue.history} Heading={Heading} />}
    </div>
  );
}

const playedAtFirst = 5;

/** What played before, newest first, to be played again. */
function Played({ items, Heading }: { items: readonly QueueItemDto[]; Heading: "h2" | "h3" }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const [isAll, setAll] = useState(false);
  const newest = items.toReversed();
  const shown = isAll ? newest : newest.slice(0, playedAtFirst);
  return (
    <section className={styles.layer} aria-label={t("queue.played")} data-testid="queue-played">
      <Heading className={styles.layerName}>{t("queue.played")}</Heading>
      <ol>
        {shown.map((item) => (
          <li key={item.itemId} className={styles.item} data-played data-testid="played-item">
            <button type="button" className={styles.cover} aria-label={t("queue.playAgain", { title: item.title })} onClick={() => attempt(commands.playItem(item.itemId))}>
              <Artwork url={item.track.artworkUrl} name={item.track.album ?? item.title} px={44} />
              <span className={styles.over} aria-hidden="true">
                <RotateCcw size={17} />
              </span>
            </button>
            <div className={styles.words}>
              <Link to={`/tracks/${item.id}`} className={`${styles.title} ellipsis`}>
                {item.title}
              </Link>
              <span className={`${styles.by} ellipsis`}>{item.artist}</span>
            </div>
          </li>
        ))}
      </ol>
      {newest.length > playedAtFirst && !isAll && (
        <Button size="s" look="plain" onClick={() => setAll(true)}>
          {t("chat.more", { count: newest.length - playedAtFirst })}
        </Button>
      )}
    </section>
  );
}
