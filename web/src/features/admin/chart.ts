/** Runs of points that follow one another without a gap, as paths in a box. Values are shares, 0 at the foot and `top` at the head. */
export function linePaths(values: readonly (number | null)[], width: number, height: number, top: number): string[] {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const paths: string[] = [];
  let path = "";
  values.forEach((value, at) => {
    if (value === null) {
      if (path) paths.push(path);
      path = "";
      return;
    }
    const x = values.length > 1 ? at * step : width / 2;
    const y = height - (Math.min(value, top) / top) * height;
    path += `${path ? "L" : "M"}${round(x)} ${round(y)}`;
  });
  if (path) paths.push(path);
  // One day alone is a dot: a line of no length with round ends.
  return paths.map((one) => (one.includes("L") ? one : `${one}h0`));
}

/** Bars for values, as one path. */
export function barsPath(values: readonly number[], width: number, height: number): string {
  const most = Math.max(...values, 0);
  if (most === 0) return "";
  const slot = width / values.length;
  const wide = Math.max(slot * 0.72, 0.6);
  return values
    .map((value, at) => {
      if (value <= 0) return "";
      const tall = Math.max((value / most) * height, 1);
      return `M${round(at * slot + (slot - wide) / 2)} ${height}v${round(-tall)}h${round(wide)}v${round(tall)}z`;
    })
    .join("");
}

/** A head for an axis of shares: the next of 5, 10, 20, 50, 100 % above the highest. */
export function topOf(values: readonly (number | null)[]): number {
  const most = Math.max(0, ...values.filter((value): value is number => value !== null));
  return [0.05, 0.1, 0.2, 0.5, 1].find((top) => most <= top) ?? 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
