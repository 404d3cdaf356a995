import type { NewExperimentDto } from "../../api/types";

export const metrics = ["playRate", "likeRate", "keepRate"] as const;
export type Metric = (typeof metrics)[number];

export interface ArmForm {
  /** Of the row, for as long as the form is open. */
  id: number;
  name: string;
  /** Percent. */
  share: string;
  weights: { strategy: string; weight: string }[];
}

/** A new experiment as it is typed: figures are text until it is sent; shares and differences are in percent. */
export interface ExperimentForm {
  key: string;
  description: string;
  metric: Metric;
  effect: string;
  ramp: number;
  followWinner: boolean;
  arms: ArmForm[];
  rails: { metric: Metric; isOn: boolean; tolerance: string }[];
}

export const mostArms = 8;
export const mostWeight = 4;

export function emptyForm(): ExperimentForm {
  return {
    key: "",
    description: "",
    metric: "playRate",
    effect: "5",
    ramp: 100,
    followWinner: false,
    arms: [
      { id: 1, name: "control", share: "50", weights: [] },
      { id: 2, name: "", share: "50", weights: [] },
    ],
    rails: metrics.map((metric) => ({ metric, isOn: metric === "keepRate", tolerance: "5" })),
  };
}

/** Shares that are alike and make a hundred: of three 34, 33, 33. */
export function evenShares(count: number): string[] {
  const each = Math.floor(100 / count);
  return Array.from({ length: count }, (_, at) => String(each + (at < 100 - each * count ? 1 : 0)));
}

/** "2.5" and "2,5"; null where it is no number. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) return null;
  return Number(trimmed);
}

/** Names of texts that say what is wrong. */
export type Problem = "keyForm" | "keyTaken" | "effect" | "armName" | "armTwice" | "share" | "sharesSum" | "weight" | "weightTwice" | "nothingTried" | "tolerance";

/** What is wrong, by field: "key", "arms.1.name", "arms.1.weights.0", "rails.2". Empty where all is right. */
export function problemsOf(form: ExperimentForm, takenKeys: readonly string[]): Record<string, Problem> {
  const problems: Record<string, Problem> = {};
  if (!/^[a-z0-9-]{1,64}$/.test(form.key)) problems["key"] = "keyForm";
  else if (takenKeys.includes(form.key)) problems["key"] = "keyTaken";

  const within = (text: string, low: number, high: number, isOpen = false) => {
    const value = numberOf(text);
    return value !== null && (isOpen ? value > low : value >= low) && value <= high;
  };
  if (!within(form.effect, 0, 100, true)) problems["effect"] = "effect";

  const names = form.arms.map((arm) => arm.name.trim());
  form.arms.forEach((arm, at) => {
    if (!names[at]) problems[`arms.${at}.name`] = "armName";
    else if (names.indexOf(names[at]) < at) problems[`arms.${at}.name`] = "armTwice";
    if (!within(arm.share, 0, 100, true)) problems[`arms.${at}.share`] = "share";
    arm.weights.forEach((one, which) => {
      if (!within(one.weight, 0, mostWeight)) problems[`arms.${at}.weights.${which}`] = "weight";
      else if (arm.weights.findIndex((other) => other.strategy === one.strategy) < which) problems[`arms.${at}.weights.${which}`] = "weightTwice";
    });
  });
  const sum = form.arms.reduce((total, arm) => total + (numberOf(arm.share) ?? Number.NaN), 0);
  if (Number.isFinite(sum) && Math.abs(sum - 100) > 0.01) problems["arms"] = "sharesSum";
  // Arms that all weigh alike would compare a thing with itself.
  else if (form.arms.every((arm) => weighing(arm) === weighing(form.arms[0]!))) problems["arms"] = "nothingTried";

  form.rails.forEach((rail, at) => {
    if (rail.isOn && !within(rail.tolerance, 0, 100)) problems[`rails.${at}`] = "tolerance";
  });
  return problems;
}

function weighing(arm: ArmForm): string {
  return arm.weights
    .map((one) => [one.strategy, numberOf(one.weight) ?? 1] as const)
    .filter(([, weight]) => weight !== 1)
    .map(([strategy, weight]) => `${strategy}=${weight}`)
    .sort()
    .join();
}

/** What is sent of a form without problems. */
export function toExperiment(form: ExperimentForm): NewExperimentDto {
  const share = (text: string) => (numberOf(text) ?? 0) / 100;
  return {
    key: form.key,
    description: form.description.trim() || null,
    metric: form.metric,
    effect: share(form.effect),
    ramp: form.ramp / 100,
    followWinner: form.followWinner,
    // What was measured is the server's to say: nothing yet.
    arms: form.arms.map((arm) => ({
      name: arm.name.trim(),
      share: share(arm.share),
      weights: Object.fromEntries(arm.weights.map((one) => [one.strategy, numberOf(one.weight) ?? 1])),
      subjects: 0,
      values: 0,
      mean: null,
    })),
    guardRails: form.rails.filter((rail) => rail.isOn).map((rail) => ({ metric: rail.metric, tolerance: share(rail.tolerance) })),
  };
}
