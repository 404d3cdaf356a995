import { Link } from "react-router";
import { useGenres } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { Artwork } from "../../ui/Artwork";
import { gridClass } from "../../ui/Cards";
import { humanise } from "../../ui/format";
import { CardSkeletons, ErrorState } from "../../ui/States";
import styles from "./Library.module.css";
import { NoTracks } from "./TracksView";

export function GenresView() {
  const { t } = useTranslation();
  const genres = useGenres();
  if (genres.error) return <ErrorState error={genres.error} onRetry={() => void genres.refetch()} />;
  if (genres.isPending) return <CardSkeletons className={gridClass} />;
  if (genres.data.length === 0) return <NoTracks query="" />;
  return (
    <ul className={styles.tiles} aria-label={t("library.genres")}>
      {genres.data.map((genre) => (
        <li key={genre.name}>
          <Link to={`/genres/${encodeURIComponent(genre.name)}`} className={styles.tile} data-testid="genre">
            <Artwork url={genre.artworkUrl} name={genre.name} px={96} className={styles.art} />
            <b>{humanise(genre.name)}</b>
            <span>{t("library.count", { count: genre.trackCount })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
