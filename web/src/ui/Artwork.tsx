import { useState } from "react";
import { artworkSrc } from "../api/endpoints";
import { pick } from "./format";
import styles from "./Artwork.module.css";

interface ArtworkProps {
  url?: string | null;
  /** What it belongs to: chooses the drawing where there is no picture. */
  name: string;
  /** Width in CSS pixels that it is shown at, at most. */
  px: number;
  isRound?: boolean;
  isEager?: boolean;
  className?: string;
}

/** Grounds of the drawings, by tone; the same as in the style sheet. */
const grounds = ["#8a4322", "#1f7068", "#86601c", "#5f3d8c", "#8c3049", "#2d5c8c"];

/** A light that goes with the drawing of a name. */
export function toneOf(name: string): string {
  return grounds[pick(name, grounds.length)] as string;
}

/** A cover, or where there is none a drawing of echoes in a colour of its own. Decorative: the name always stands beside it. */
export function Artwork({ url, name, px, isRound, isEager, className }: ArtworkProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const shape = `${styles.art} ${isRound ? styles.round : ""} ${className ?? ""}`;
  if (url && failed !== url) {
    return (
      <span className={shape}>
        <img src={artworkSrc(url, px)} alt="" width={px} height={px} loading={isEager ? "eager" : "lazy"} decoding="async" onError={() => setFailed(url)} />
      </span>
    );
  }
  const tone = pick(name, grounds.length);
  const turn = pick(`${name}~`, 8) * 45;
  return (
    <span className={shape} data-tone={tone} aria-hidden="true">
      <svg viewBox="0 0 100 100">
        <g transform={`rotate(${turn} 50 50)`} fill="none" stroke="currentColor" strokeWidth="6">
          {[14, 30, 46, 62, 78].map((radius, index) => (
            <circle key={radius} cx="18" cy="82" r={radius} opacity={0.75 - index * 0.13} />
          ))}
        </g>
      </svg>
    </span>
  );
}

/** Up to four covers as one. */
export function Mosaic({ urls, name, px, className }: { urls: string[]; name: string; px: number; className?: string }) {
  if (urls.length < 4) return <Artwork url={urls[0]} name={name} px={px} className={className} />;
  return (
    <span className={`${styles.art} ${styles.mosaic} ${className ?? ""}`}>
      {urls.slice(0, 4).map((url) => (
        <img key={url} src={artworkSrc(url, px / 2)} alt="" loading="lazy" decoding="async" />
      ))}
    </span>
  );
}
