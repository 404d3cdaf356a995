import { describe, expect, it } from "vitest";
import { curvePath, hueOf, rootOf, stretchAt } from "./lanes";

describe("lanes of a track", () => {
  it("reads roots as musicians write them", () => {
    expect(["C", "Am", "F#m7", "Gb", "Bbmaj7", "Cb", "B#", "N"].map(rootOf)).toEqual([0, 9, 6, 6, 10, 11, 0, null]);
  });

  it("gives neighbours on the circle of fifths neighbouring hues, and each root its own", () => {
    expect(new Set(Array.from({ length: 12 }, (_, root) => hueOf(root))).size).toBe(12);
    expect(Math.abs(hueOf(7) - hueOf(0))).toBe(30);
  });

  it("draws a curve from edge to edge, high values on top", () => {
    expect(curvePath([0, 255], 2, 4)).toBe("M0 1.000L1.00 1.000L3.00 0.000L4.00 0.000");
    expect(curvePath([], 1, 10)).toBe("");
  });

  it("finds the stretch of a moment, and none in a gap", () => {
    const stretches = [{ start: 0, end: 2 }, { start: 2, end: 3 }, { start: 4, end: 9 }];
    expect([-1, 0, 1.9, 2, 3.5, 8.9, 9].map((at) => stretchAt(stretches, at))).toEqual([-1, 0, 0, 1, -1, 2, -1]);
    expect(stretchAt([], 1)).toBe(-1);
  });
});
