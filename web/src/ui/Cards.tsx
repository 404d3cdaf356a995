import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Artwork } from "./Artwork";
import styles from "./Cards.module.css";

interface CardProps {
  to: string;
  title: string;
  text?: ReactNode;
  artwork?: ReactNode;
  artworkUrl?: string | null;
  isRound?: boolean;
  playLabel?: string;
  onPlay?: () => void;
  as?: "li" | "div";
}

/** A cover with a name; a play button appears over it. */
export function Card({ to, title, text, artwork, artworkUrl, isRound, playLabel, onPlay, as: Element = "li" }: CardProps) {
  return (
    <Element className={styles.card} data-round={isRound || undefined} data-testid="card">
      <div className={styles.cover}>
        <Link to={to} tabIndex={-1} aria-hidden="true">
          {artwork ?? <Artwork url={artworkUrl} name={title} px={220} isRound={isRound} />}
        </Link>
        {onPlay && (
          <button type="button" className={styles.play} aria-label={playLabel} onClick={onPlay}>
            <Play size={20} fill="currentColor" />
          </button>
        )}
      </div>
      <Link to={to} className={`${styles.title} ellipsis`} title={title}>
        {title}
      </Link>
      {text && <p className={`${styles.text} ellipsis`}>{text}</p>}
    </Element>
  );
}

export function Grid({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul className={styles.grid} aria-label={label}>
      {children}
    </ul>
  );
}

export const gridClass = styles.grid;
