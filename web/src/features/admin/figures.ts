/** "12,345", "0.2041": as many digits as say something. */
export function figure(value: number, language: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** "12.5 %", and a dash where nothing was measured. */
export function rate(share: number | null | undefined, language: string): string {
  return share === null || share === undefined ? "–" : `${(share * 100).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
}

/** "+2.4", a difference of shares in points. */
export function points(difference: number, language: string): string {
  const value = Math.round(difference * 1000) / 10;
  return value.toLocaleString(language, { signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace("-", "−");
}

const units = ["B", "kB", "MB", "GB"];

/** "4.2 MB". */
export function size(bytes: number, language: string): string {
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toLocaleString(language, { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power]}`;
}

/** "42 s", "3 min 5 s". */
export function took(seconds: number, language: string): string {
  if (seconds < 60) return `${seconds.toLocaleString(language, { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function dateAndTime(iso: string, language: string): string {
  return new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** "4 Nov" of a day such as "2026-11-04", wherever the clock stands. */
export function dayName(day: string, language: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(language, { day: "numeric", month: "short", timeZone: "UTC" });
}

const lessIsBetter = new Set(["gini", "skipRate"]);

/** The name of a metric and the place it is cut at: of "ndcg10" "ndcg" and 10. */
export function metricParts(name: string): { base: string; at: number | null } {
  const parts = /^([A-Za-z]+?)@?(\d+)$/.exec(name);
  return parts ? { base: parts[1]!, at: Number(parts[2]) } : { base: name, at: null };
}

/** Whether a metric got better, worse, or stayed; by its name without the place it is cut at. */
export function turnOf(name: string, now: number, before: number): "better" | "worse" | "same" {
  const change = now - before;
  if (Math.abs(change) < 5e-5) return "same";
  return change > 0 !== lessIsBetter.has(metricParts(name).base) ? "better" : "worse";
}
