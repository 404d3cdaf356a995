import { ArrowDown, ArrowUp, Sparkle } from "lucide-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import type { PreviewDto, PreviewItemDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { useTexts, type Say } from "../../app/i18n/texts";
import { Artwork } from "../../ui/Artwork";
import { percent } from "../../ui/format";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { toneOfStrategy } from "../../ui/strategyTones";
import { glide } from "../forYou/life";
import { effectOf, moveOf, type Move } from "./draft";
import { tuningTexts } from "./texts";
import styles from "./Tuning.module.css";

interface PreviewProps {
  preview: PreviewDto | undefined;
  error: unknown;
  isDirty: boolean;
  isLooking: boolean;
  onRetry: () => void;
}

/** What a preview says in one line: "3 new · 5 moved · 3 left". */
export function effectText(say: Say<(typeof tuningTexts)["en"]>, preview: PreviewDto, isDirty: boolean): string {
  const { fresh, moved, left } = effectOf(preview.items, preview.left.length);
  const parts = [fresh > 0 && say("fresh", { count: fresh }), moved > 0 && say("moved", { count: moved }), left > 0 && say("left", { count: left })].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(" · ") : say(isDirty ? "same" : "now");
}

/** What would be recommended, and how each track moved from where it is now. */
export function Preview({ preview, error, isDirty, isLooking, onRetry }: PreviewProps) {
  const say = useTexts(tuningTexts);
  const list = useRef<HTMLOListElement>(null);
  const hasItems = (preview?.items.length ?? 0) > 0;
  useEffect(() => (list.current ? glide(list.current) : undefined), [hasItems]);

  if (!preview) return error ? <ErrorState error={error} onRetry={onRetry} /> : <RowSkeletons count={8} />;
  if (preview.items.length === 0) return <EmptyState title={say("empty")} hint={preview.note ?? say("emptyHint")} />;
  return (
    <>
      {error ? <ErrorState error={error} onRetry={onRetry} /> : null}
      {preview.note && <p className={styles.note}>{preview.note}</p>}
      <ol ref={list} className={styles.list} aria-label={say("preview")} aria-busy={isLooking} data-testid="preview">
        {preview.items.map((item, at) => (
          <Row key={item.recommendation.track.id} item={item} at={at} isCompared={isDirty} />
        ))}
      </ol>
      {preview.left.length > 0 && (
        <div className={styles.left}>
          <h3>{say("leftTitle")}</h3>
          <p>
            {preview.left.map((track, at) => (
              <span key={track.id}>
                {at > 0 && ", "}
                <Link to={`/tracks/${track.id}`}>{track.title}</Link>
              </span>
            ))}
          </p>
        </div>
      )}
    </>
  );
}

function Row({ item, at, isCompared }: { item: PreviewItemDto; at: number; isCompared: boolean }) {
  const { track, strategies, reason } = item.recommendation;
  const move = moveOf(at, item.before);
  return (
    <li className={styles.row} data-key={track.id} data-testid="preview-item" data-move={isCompared ? move.kind : undefined}>
      <span className={`${styles.place} tabular`}>{at + 1}</span>
      <span className={styles.art}>
        <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={44} />
      </span>
      <span className={styles.words} title={reason}>
        <Link to={`/tracks/${track.id}`} className={`${styles.track} ellipsis`}>
          {track.title}
        </Link>
        <span className={`${styles.by} ellipsis`}>{track.artist}</span>
      </span>
      {isCompared && <Moved move={move} />}
      <Parts strategies={strategies} />
    </li>
  );
}

function Moved({ move }: { move: Move }) {
  const say = useTexts(tuningTexts);
  if (move.kind === "stays") return <span className={styles.move}><span className="visually-hidden">{say("moves.stays")}</span></span>;
  if (move.kind === "new")
    return (
      <span className={styles.move} data-kind="new">
        <Sparkle size={13} aria-hidden="true" />
        {say("moves.new")}
      </span>
    );
  const Arrow = move.kind === "up" ? ArrowUp : ArrowDown;
  return (
    <span className={styles.move} data-kind={move.kind}>
      <Arrow size={14} aria-hidden="true" />
      <span aria-hidden="true" className="tabular">{move.by}</span>
      <span className="visually-hidden">{say(`moves.${move.kind}`, { by: move.by })}</span>
    </span>
  );
}

/** What each voice gave, as one thin bar; in words for who does not see it. */
function Parts({ strategies }: { strategies: Record<string, number> }) {
  const { t } = useTranslation();
  const parts = Object.entries(strategies)
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a);
  const words = parts
    .slice(0, 3)
    .map(([name, share]) => `${strategyName(t, name)} ${percent(share)}`)
    .join(", ");
  return (
    <span className={styles.parts} role="img" aria-label={words} title={words}>
      {parts.map(([name, share]) => (
        <span key={name} style={{ flexGrow: share, background: toneOfStrategy(name) }} />
      ))}
    </span>
  );
}
