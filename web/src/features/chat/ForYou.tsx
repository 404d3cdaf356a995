import { Heart, Play, SlidersHorizontal, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { RecommendationDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Artwork } from "../../ui/Artwork";
import { WhyPopup } from "../nowPlaying/Why";
import { useRateTrack } from "../track/useRate";
import styles from "./ForYou.module.css";

interface ForYouProps {
  title: string;
  /** Undefined until they are known: their places are kept. */
  items: RecommendationDto[] | undefined;
  /** Which answer of the server they are of. */
  answer: string | undefined;
  onPlay: (trackIds: string[], startAt: number) => void;
  onDismiss: (item: RecommendationDto) => void;
}

/** Recommendations as covers in a row, each with its reason. The row lives: it follows what the server knows, gently. */
export function ForYou({ title, items: latest, answer, onPlay, onDismiss }: ForYouProps) {
  const { t } = useTranslation();
  const rate = useRateTrack();
  const [why, setWhy] = useState<{ item: RecommendationDto; anchor: Element } | null>(null);
  const [held, setHeld] = useState<RecommendationDto[] | undefined>();
  const row = useRef<HTMLUListElement>(null);
  // While somebody reads why, the row waits.
  const items = why ? held : latest;
  const trackIds = items?.map((item) => item.track.id) ?? [];

  useEffect(() => {
    let end: (() => void) | undefined;
    let isGone = false;
    void import("../forYou/life").then(({ live }) => {
      if (!isGone && row.current) end = live(row.current);
    });
    return () => {
      isGone = true;
      end?.();
    };
  }, []);

  return (
    <section className={styles.forYou} aria-label={title} aria-busy={!items || undefined}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <Link to="/settings/tuning" className={styles.tune} data-testid="tune">
          <SlidersHorizontal size={16} />
          {t("chat.tune")}
        </Link>
      </div>
      <ul ref={row} className={styles.row} tabIndex={0} aria-label={title} data-answer={answer}>
        {items
          ? items.map((item, index) => (
              <li key={item.track.id} className={styles.card} data-key={item.track.id} data-testid="recommendation">
                <button type="button" className={styles.cover} data-part="play" aria-label={t("track.play", { title: item.track.title, artist: item.track.artist })} onClick={() => onPlay(trackIds, index)}>
                  <Artwork url={item.track.artworkUrl} name={item.track.album ?? item.track.title} px={200} isEager={index < 3} />
                  <span className={styles.over} aria-hidden="true">
                    <Play size={22} fill="currentColor" />
                  </span>
                </button>
                <button
                  type="button"
                  className={`${styles.mark} ${styles.like}`}
                  data-part="like"
                  data-on={item.track.isLiked || undefined}
                  aria-pressed={item.track.isLiked}
                  aria-label={t(item.track.isLiked ? "track.unlike" : "track.like", { title: item.track.title })}
                  data-tip={t(item.track.isLiked ? "player.unlike" : "player.like")}
                  onClick={() => rate(item.track, "like")}
                >
                  <Heart size={16} strokeWidth={2.4} fill={item.track.isLiked ? "currentColor" : "none"} />
                </button>
                <button type="button" className={styles.mark} data-part="dismiss" aria-label={t("chat.dismiss", { title: item.track.title })} data-tip={t("chat.notNow")} data-testid="dismiss" onClick={() => onDismiss(item)}>
                  <X size={16} strokeWidth={2.4} />
                </button>
                <Link to={`/tracks/${item.track.id}`} className={`${styles.title} ellipsis`} data-part="title" title={item.track.title}>
                  {item.track.title}
                </Link>
                <p>
                  <Link to={`/artists/${item.track.artistId}`} className={`${styles.artist} ellipsis`} data-part="artist">
                    {item.track.artist}
                  </Link>
                </p>
                <button
                  type="button"
                  className={styles.reason}
                  data-part="reason"
                  data-testid="reason"
                  aria-haspopup="dialog"
                  onClick={(event) => {
                    setHeld(items);
                    setWhy({ item, anchor: event.currentTarget });
                  }}
                >
                  {item.reason}
                </button>
              </li>
            ))
          : Array.from({ length: 8 }, (_, index) => (
              <li key={index} className={styles.card} aria-hidden="true">
                <span className={styles.blank} />
              </li>
            ))}
      </ul>
      {why && <WhyPopup trackId={why.item.track.id} reason={why.item.reason} title={t("chat.whyThis", { title: why.item.track.title })} anchor={why.anchor} onClose={() => setWhy(null)} />}
    </section>
  );
}
