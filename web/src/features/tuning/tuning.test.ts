import { describe, expect, it } from "vitest";
import type { PreviewItemDto, SettingsDto } from "../../api/types";
import { aTrack } from "../../player/testing";
import { draftOf, effectOf, isSame, moveOf, normalOf, previewOf } from "./draft";

const strategies = ["hybrid", "content", "history", "graph"];

describe("draftOf", () => {
  it("shows what is saved, and the middle where nothing is", () => {
    const draft = draftOf({ strategies, strategyWeights: { content: 1.5 }, tuning: { novelty: 0.8, familiarity: null, variety: 0.5 } } as SettingsDto);
    expect(draft).toEqual({ tuning: { novelty: 0.8, familiarity: 0.5, variety: 0.5 }, weights: { content: 1.5, history: 1, graph: 1 } });
    expect(isSame(draftOf({ strategies } as SettingsDto), normalOf(strategies))).toBe(true);
  });

  it("knows what differs from what is saved", () => {
    const normal = normalOf(strategies);
    expect(isSame(normal, { ...normal, tuning: { ...normal.tuning, variety: 0.55 } })).toBe(false);
    expect(isSame(normal, { ...normal, weights: { ...normal.weights, graph: 0 } })).toBe(false);
    // What arithmetic of steps leaves behind is no difference.
    expect(isSame(normal, { ...normal, weights: { ...normal.weights, graph: 0.1 * 3 + 0.7 } })).toBe(true);
    // A strategy that came with a newer server has its plain weight.
    expect(isSame(normal, { ...normal, weights: { content: 1, history: 1 } })).toBe(true);
  });

  it("asks for a preview of all of it", () => {
    expect(previewOf(normalOf(["content"]), 12)).toEqual({ limit: 12, tuning: { novelty: 0.5, familiarity: 0.5, variety: 0.5 }, strategyWeights: { content: 1 } });
  });
});

describe("moves of a preview", () => {
  it.each([
    [0, null, { kind: "new" }],
    [0, 1, { kind: "stays" }],
    [0, 4, { kind: "up", by: 3 }],
    [4, 3, { kind: "down", by: 2 }],
  ] as const)("place %i, before %s", (at, before, move) => expect(moveOf(at, before)).toEqual(move));

  it("are told in three figures", () => {
    const item = (id: string, before: number | null): PreviewItemDto => ({ before, recommendation: { track: aTrack(id), score: 1, strategies: {}, reason: "", becauseOf: [] } });
    // a stays, d comes new, c was third and is third, b fell from second to fourth; e has left.
    expect(effectOf([item("a", 1), item("d", null), item("c", 3), item("b", 2)], 1)).toEqual({ fresh: 1, moved: 1, left: 1 });
  });
});
