import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RecommendationDto } from "../../api/types";
import { Artwork } from "../../ui/Artwork";
import styles from "./ForYou.module.css";

/** Recommendations as covers in a row, each with its reason. */
export function ForYou({ title, items, onPlay }: { title: string; items: RecommendationDto[]; onPlay: (index: number) => void }) {
  const { t } = useTranslation();
  return (
    <section className={styles.forYou} aria-label={title}>
      <h2>{title}</h2>
      <ul className={styles.row} tabIndex={0} aria-label={title}>
        {items.map(({ track, reason }, index) => (
          <li key={track.id} className={styles.card} data-testid="recommendation">
            <button type="button" className={styles.cover} aria-label={t("track.play", { title: track.title, artist: track.artist })} onClick={() => onPlay(index)}>
              <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={200} isEager={index < 5} />
              <span className={styles.over} aria-hidden="true">
                <Play size={22} fill="currentColor" />
              </span>
            </button>
            <Link to={`/tracks/${track.id}`} className={`${styles.title} ellipsis`}>
              {track.title}
            </Link>
            <p className={`${styles.artist} ellipsis`}>
              <Link to={`/artists/${track.artistId}`}>{track.artist}</Link>
            </p>
            <p className={styles.reason}>{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
