import { describe, expect, it, vi } from "vitest";
import { ago, clock, humanise, pick, span, spokenTime } from "./format";
import { ManualTime } from "../player/testing";
import { LongPress, pressMs } from "./longPress";
import { choose, nothing } from "./selection";
import { moved } from "./useReorder";
import { levels, wavePath } from "./wave";

describe("format", () => {
  it.each([
    [0, "0:00"],
    [59_999, "0:59"],
    [187_000, "3:07"],
    [3_729_000, "1:02:09"],
    [-5, "0:00"],
  ])("clock(%i) = %s", (ms, text) => expect(clock(ms)).toBe(text));

  it.each([
    [20_000, "1 min"],
    [42 * 60_000, "42 min"],
    [60 * 60_000, "1 h"],
    [65 * 60_000, "1 h 5 min"],
  ])("span(%i) = %s", (ms, text) => expect(span(ms)).toBe(text));

  it.each([
    [1000, "1 second"],
    [60_000, "1 minute"],
    [187_000, "3 minutes and 7 seconds"],
  ])("spokenTime(%i) = %s", (ms, text) => expect(spokenTime(ms)).toBe(text));

  it("says how long ago", () => {
    const now = Date.parse("2026-06-15T12:00:00Z");
    expect(ago("2026-06-15T11:59:50Z", now)).toBe("now");
    expect(ago("2026-06-15T11:55:00Z", now)).toBe("5 minutes ago");
    expect(ago("2026-06-14T12:00:00Z", now)).toBe("yesterday");
    expect(ago("2024-06-15T12:00:00Z", now)).toBe("2 years ago");
  });

  it("writes names of machines for people", () => {
    expect(humanise("coListening")).toBe("Co listening");
    expect(humanise("drum and bass")).toBe("Drum and bass");
    expect(humanise("lo-fi")).toBe("Lo-fi");
  });

  it("always picks the same for a name, and not the same for all", () => {
    expect(pick("Amber Harbour", 6)).toBe(pick("Amber Harbour", 6));
    expect(new Set(["a", "b", "c", "d", "e", "f", "g"].map((name) => pick(name, 6))).size).toBeGreaterThan(2);
  });
});

describe("wave", () => {
  it("measures every part against the loudest", () => {
    expect(levels([200, 200, 0, 0], 2)).toEqual([1, 0.06]);
    expect(levels([], 10)).toEqual([]);
  });

  it("shows the form of loud music", () => {
    const [verse, chorus] = levels([180, 180, 240, 240], 2) as [number, number];
    expect(chorus).toBe(1);
    expect(verse).toBeLessThan(0.65);
  });

  it("stays flat in silence", () => {
    expect(levels([0, 0, 0, 0], 2)).toEqual([0.06, 0.06]);
  });

  it("stretches a waveform that is shorter than the bars", () => {
    expect(levels([0, 255], 4)).toEqual([0.06, 0.06, 1, 1]);
  });

  it("draws one stroke a bar", () => {
    expect(wavePath([1, 0.5]).match(/M/g)).toHaveLength(2);
  });
});

describe("moved", () => {
  it.each([
    [0, 2, "bca"],
    [2, 0, "cab"],
    [1, 1, "abc"],
  ])("from %i to %i", (from, to, result) => expect(moved(["a", "b", "c"], from, to).join("")).toBe(result));
});

describe("choose", () => {
  const list = ["a", "b", "c", "d", "e"];

  it("chooses one, and takes it back", () => {
    const one = choose(nothing, list, 1, false);
    expect([...one.ids]).toEqual(["b"]);
    expect(choose(one, list, 1, false)).toEqual(nothing);
  });

  it("adds all between the last one and this one, in both directions", () => {
    const from = choose(choose(nothing, list, 0, false), list, 3, false);
    expect([...choose(from, list, 1, true).ids].sort()).toEqual(["a", "b", "c", "d"]);
    expect([...choose(from, list, 4, true).ids].sort()).toEqual(["a", "d", "e"]);
  });

  it("begins a range where nothing was chosen before", () => expect([...choose(nothing, list, 2, true).ids]).toEqual(["c"]));

  it("ignores what is not in the list", () => expect(choose(nothing, list, 9, false)).toBe(nothing));
});

describe("LongPress", () => {
  function setUp() {
    const time = new ManualTime();
    const onPress = vi.fn();
    return { time, onPress, press: new LongPress(onPress, time.timer) };
  }

  it("presses after a rest, and takes the click that follows", async () => {
    const { time, onPress, press } = setUp();
    press.down(10, 10);
    press.move(14, 12);
    await time.advance(pressMs);
    expect(onPress).toHaveBeenCalledOnce();
    expect([press.takeClick(), press.takeClick()]).toEqual([true, false]);
  });

  it.each([
    ["a tap", (press: LongPress) => press.cancel()],
    ["scrolling", (press: LongPress) => press.move(10, 40)],
  ])("is not %s", async (_, end) => {
    const { time, onPress, press } = setUp();
    press.down(10, 10);
    end(press);
    await time.advance(2 * pressMs);
    expect(onPress).not.toHaveBeenCalled();
    expect(press.takeClick()).toBe(false);
  });
});
