import { Play, X } from "lucide-react";
import { Link } from "react-router";
import type { RecommendationDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Artwork } from "../../ui/Artwork";
import styles from "./ForYou.module.css";

interface ForYouProps {
  title: string;
  /** Undefined until they are known: their places are kept. */
  items: RecommendationDto[] | undefined;
  onPlay: (index: number) => void;
  onDismiss: (item: RecommendationDto) => void;
}

/** Recommendations as covers in a row, each with its reason. */
export function ForYou({ title, items, onPlay, onDismiss }: ForYouProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.forYou} aria-label={title} aria-busy={!items || undefined}>
      <h2>{title}</h2>
      <ul className={styles.row} tabIndex={0} aria-label={title}>
        {items
          ? items.map((item, index) => (
              <li key={item.track.id} className={styles.card} data-testid="recommendation">
                <button type="button" className={styles.cover} aria-label={t("track.play", { title: item.track.title, artist: item.track.artist })} onClick={() => onPlay(index)}>
                  <Artwork url={item.track.artworkUrl} name={item.track.album ?? item.track.title} px={200} isEager={index < 3} />
                  <span className={styles.over} aria-hidden="true">
                    <Play size={22} fill="currentColor" />
                  </span>
                </button>
                <button type="button" className={styles.dismiss} aria-label={t("chat.dismiss", { title: item.track.title })} data-tip={t("chat.notNow")} data-testid="dismiss" onClick={() => onDismiss(item)}>
                  <X size={16} strokeWidth={2.4} />
                </button>
                <Link to={`/tracks/${item.track.id}`} className={`${styles.title} ellipsis`} title={item.track.title}>
                  {item.track.title}
                </Link>
                <p>
                  <Link to={`/artists/${item.track.artistId}`} className={`${styles.artist} ellipsis`}>
                    {item.track.artist}
                  </Link>
                </p>
                <p className={styles.reason}>{item.reason}</p>
              </li>
            ))
          : Array.from({ length: 8 }, (_, index) => (
              <li key={index} className={styles.card} aria-hidden="true">
                <span className={styles.blank} />
              </li>
            ))}
      </ul>
    </section>
  );
}
