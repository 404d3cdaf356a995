import { useEffect, type ReactNode } from "react";
import styles from "./Page.module.css";

/** The frame of a page: its title in the tab too, and where the focus goes when it opens. */
export function Page({ title, children, heading, actions, isWide = true }: { title: string; children: ReactNode; heading?: ReactNode; actions?: ReactNode; isWide?: boolean }) {
  useEffect(() => {
    document.title = `${title} · EchoTune`;
  }, [title]);
  return (
    <div className={isWide ? styles.page : `${styles.page} ${styles.narrow}`}>
      {heading ?? (
        <header className={styles.head}>
          <h1 tabIndex={-1}>{title}</h1>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </div>
  );
}

interface HeroProps {
  kind: ReactNode;
  title: string;
  artwork: ReactNode;
  facts: ReactNode;
  actions: ReactNode;
  isRound?: boolean;
}

/** The head of an album, artist, track or playlist: led by its picture. */
export function Hero({ kind, title, artwork, facts, actions }: HeroProps) {
  return (
    <header className={styles.hero}>
      <div className={styles.heroArt}>{artwork}</div>
      <div className={styles.heroWords}>
        <p className={styles.kind}>{kind}</p>
        <h1 tabIndex={-1} data-long={title.length > 28 || undefined}>
          {title}
        </h1>
        <div className={styles.facts}>{facts}</div>
      </div>
      <div className={styles.heroActions}>{actions}</div>
    </header>
  );
}

export function Section({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
