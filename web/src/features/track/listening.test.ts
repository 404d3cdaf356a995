import { describe, expect, it } from "vitest";
import { shareOf, spoken } from "./listening";

describe("a track that is listened to", () => {
  it("is heard by a share of its length, and never by more than all of it", () => {
    expect(shareOf({ heardSeconds: 24, durationSeconds: 60 })).toBeCloseTo(0.4);
    expect(shareOf({ heardSeconds: 61, durationSeconds: 60 })).toBe(1);
    expect(shareOf({ heardSeconds: 61, durationSeconds: 0 })).toBeNull();
  });

  it("is read out in fifths", () => {
    expect([0, 0.19, 0.2, 0.41, 0.999, 1].map(spoken)).toEqual([0, 0, 20, 40, 80, 100]);
  });
});
