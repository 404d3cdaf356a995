import type { ComparisonDto, ExperimentDto } from "../../api/types";

/** The sentence that says what became of an experiment, and about which arm. */
export interface Verdict {
  name: "draft" | "waiting" | "open" | "armIsBetter" | "controlIsBetter" | "guardRailFell" | "sampleRatioMismatch" | "noDifference" | "stopped";
  comparison: ComparisonDto | null;
}

const outcomes = ["armIsBetter", "controlIsBetter", "guardRailFell", "sampleRatioMismatch", "noDifference"] as const;

export function verdictOf(experiment: ExperimentDto): Verdict {
  const { comparisons, outcome, state, winner } = experiment;
  // The arm that it is about: the winner, else the one that leads.
  const leading = comparisons.reduce<ComparisonDto | null>((best, one) => (best && best.difference >= one.difference ? best : one), null);
  const comparison = comparisons.find((one) => one.arm === winner) ?? leading;
  const decided = outcomes.find((name) => name === outcome);
  if (decided) return { name: decided, comparison };
  if (state === "draft") return { name: "draft", comparison: null };
  if (state === "stopped") return { name: "stopped", comparison };
  return { name: comparison ? "open" : "waiting", comparison };
}

/** Where a difference and its interval lie on a line, in percent of its width, with nothing in the middle. */
export function intervalOf(comparison: ComparisonDto, effect: number): { from: number; to: number; at: number; effectLow: number; effectHigh: number } {
  const finite = (value: number, otherwise: number) => (Number.isFinite(value) ? value : otherwise);
  const wide = Math.max(effect * 1.6, ...[comparison.low, comparison.high, comparison.difference].filter(Number.isFinite).map(Math.abs)) * 1.08 || 1;
  const place = (value: number) => 50 + (Math.min(wide, Math.max(-wide, value)) / wide) * 50;
  return {
    from: place(finite(comparison.low, -wide)),
    to: place(finite(comparison.high, wide)),
    at: place(finite(comparison.difference, 0)),
    effectLow: place(-effect),
    effectHigh: place(effect),
  };
}
