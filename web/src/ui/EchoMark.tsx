import styles from "./EchoMark.module.css";

/** A dot and what comes back from it. `isAlive` lets the arcs breathe. */
export function EchoMark({ size = 28, isAlive = false }: { size?: number; isAlive?: boolean }) {
  return (
    <svg className={isAlive ? `${styles.mark} ${styles.alive}` : styles.mark} width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="6" strokeLinecap="round">
        <path d="M29 21a15 15 0 0 1 0 22" />
        <path d="M38 13a26 26 0 0 1 0 38" opacity=".66" />
        <path d="M47 6a37 37 0 0 1 0 52" opacity=".36" />
      </g>
      <circle cx="15" cy="32" r="8" fill="currentColor" />
    </svg>
  );
}
