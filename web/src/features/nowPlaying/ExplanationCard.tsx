import { Link } from "react-router";
import type { ExplanationDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Artwork } from "../../ui/Artwork";
import { Shares } from "../../ui/Shares";
import styles from "./ExplanationCard.module.css";

/** Why a track was chosen: the sentence, the voices behind it, the tracks it follows from. */
export function ExplanationCard({ explanation, isBare }: { explanation: ExplanationDto; isBare?: boolean }) {
  const { t } = useTranslation();
  // The shares are drawn: their figures need no words.
  const facts = explanation.facts.filter((fact) => !/% of the score/.test(fact));
  return (
    <div className={isBare ? styles.bare : styles.explanation} data-testid="explanation">
      {!isBare && explanation.track && (
        <div className={styles.about}>
          <span className={styles.small}>
            <Artwork url={explanation.track.artworkUrl} name={explanation.track.album ?? explanation.track.title} px={44} />
          </span>
          <Link to={`/tracks/${explanation.track.id}`}>
            <b>{explanation.track.title}</b>
            <span>{explanation.track.artist}</span>
          </Link>
        </div>
      )}
      {isBare && <p>{explanation.sentence}</p>}
      <Shares strategies={explanation.strategies} label={t("chat.shares")} />
      {facts.length > 0 && (
        <ul className={styles.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {explanation.becauseOf.length > 0 && (
        <div className={styles.because}>
          <p>{t("chat.because")}</p>
          <ul>
            {explanation.becauseOf.slice(0, 4).map((track) => (
              <li key={track.id}>
                <Link to={`/tracks/${track.id}`}>
                  <span className={styles.tiny}>
                    <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={32} />
                  </span>
                  <span className="ellipsis">
                    <b>{track.title}</b> <span>{track.artist}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
