/** Loud music fills its waveform: raising the levels to this power brings its shape back. */
const contrast = 2;
const lowest = 0.06;

/** Levels of `count` equal parts of a waveform (0–255), as 0–1 of the loudest part, with enough contrast to see its form. */
export function levels(waveform: readonly number[], count: number): number[] {
  if (waveform.length === 0) return [];
  const means = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * waveform.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * waveform.length) / count));
    let sum = 0;
    for (let i = from; i < to; i++) sum += waveform[i] ?? 0;
    return sum / (to - from);
  });
  const loudest = Math.max(...means, 1);
  return means.map((mean) => lowest + (1 - lowest) * (mean / loudest) ** contrast);
}

/** Upright strokes around the middle of a box `count` wide and 2 high. */
export function wavePath(heights: readonly number[]): string {
  return heights.map((height, index) => `M${index + 0.5} ${(1 - height * 0.94).toFixed(3)}V${(1 + height * 0.94).toFixed(3)}`).join("");
}
