import type { PreviewItemDto, PreviewRequest, SettingsDto } from "../../api/types";

export const leanings = ["novelty", "familiarity", "variety"] as const;
export type Leaning = (typeof leanings)[number];

/** How somebody would like to be recommended to: what the sliders show. */
export interface Draft {
  /** 0–1, 0.5 as it comes. */
  tuning: Readonly<Record<Leaning, number>>;
  /** By name of strategy, 0–2, 1 as it comes. */
  weights: Readonly<Record<string, number>>;
}

const asItComes = 0.5;
const plain = 1;
/** Steps of the sliders are larger: less is a rounding. */
const least = 1e-6;

/** Everything as it comes. */
export function normalOf(strategies: readonly string[]): Draft {
  return {
    tuning: { novelty: asItComes, familiarity: asItComes, variety: asItComes },
    weights: Object.fromEntries(strategies.filter((name) => name !== "hybrid").map((name) => [name, plain])),
  };
}

/** What is saved. */
export function draftOf(settings: SettingsDto): Draft {
  const normal = normalOf(settings.strategies ?? []);
  return {
    tuning: { novelty: settings.tuning?.novelty ?? asItComes, familiarity: settings.tuning?.familiarity ?? asItComes, variety: settings.tuning?.variety ?? asItComes },
    weights: Object.fromEntries(Object.entries(normal.weights).map(([name, weight]) => [name, settings.strategyWeights?.[name] ?? weight])),
  };
}

export function isSame(a: Draft, b: Draft): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) < least;
  const names = new Set([...Object.keys(a.weights), ...Object.keys(b.weights)]);
  return leanings.every((name) => near(a.tuning[name], b.tuning[name])) && [...names].every((name) => near(a.weights[name] ?? plain, b.weights[name] ?? plain));
}

export function previewOf(draft: Draft, limit: number): PreviewRequest {
  return { limit, tuning: draft.tuning, strategyWeights: draft.weights };
}

/** How a track moved: `by` places, up where positive. */
export type Move = { kind: "new" } | { kind: "up" | "down"; by: number } | { kind: "stays" };

/** How the track at a place (from 0) moved from the place (from 1) that it had. */
export function moveOf(at: number, before: number | null): Move {
  if (before === null) return { kind: "new" };
  const by = before - (at + 1);
  return by === 0 ? { kind: "stays" } : by > 0 ? { kind: "up", by } : { kind: "down", by: -by };
}

export interface Effect {
  fresh: number;
  moved: number;
  left: number;
}

/** All moves of a preview in three figures. */
export function effectOf(items: readonly PreviewItemDto[], left: number): Effect {
  const moves = items.map((item, at) => moveOf(at, item.before));
  return {
    fresh: moves.filter((move) => move.kind === "new").length,
    moved: moves.filter((move) => move.kind === "up" || move.kind === "down").length,
    left,
  };
}
