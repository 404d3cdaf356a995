import type { TrackFeaturesDto } from "../../api/types";

export type Chord = TrackFeaturesDto["chords"][number];

const notes: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Pitch class of a chord's root, 0 (C) to 11 (B); null for "no chord". */
export function rootOf(label: string): number | null {
  const note = notes[label[0] ?? ""];
  if (note === undefined) return null;
  const accidental = label[1] === "#" ? 1 : label[1] === "b" ? -1 : 0;
  return (note + accidental + 12) % 12;
}

/** Neighbours on the circle of fifths have neighbouring hues: chords of one key look related, a foreign one stands out. */
export const hueOf = (root: number): number => (((root * 7) % 12) * 30 + 250) % 360;

/** A path over 0–1 values, one a point at half steps, across the length of the track; y grows downwards. */
export function curvePath(values: readonly number[], stepSeconds: number, seconds: number): string {
  if (values.length === 0) return "";
  const y = (value: number) => (1 - value / 255).toFixed(3);
  const points = values.map((value, index) => `${Math.min(seconds, (index + 0.5) * stepSeconds).toFixed(2)} ${y(value)}`);
  return `M0 ${y(values[0] ?? 0)}L${points.join("L")}L${seconds.toFixed(2)} ${y(values[values.length - 1] ?? 0)}`;
}

/** The index of the stretch that a moment lies in; −1 for none. Stretches are in order. */
export function stretchAt(stretches: readonly { start: number; end: number }[], seconds: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (!stretch) return -1;
    if (seconds < stretch.start) high = middle - 1;
    else if (seconds >= stretch.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
