import { describe, expect, it } from "vitest";
import { energies, genreChoice, genreOf, keyOf, rangeOf, tempos, wheel } from "./soundFilters";

describe("filters by sound", () => {
  it("reads ranges that are open on either side, and nothing from rubbish", () => {
    expect(rangeOf("80-100")).toEqual({ from: 80, to: 100 });
    expect(rangeOf("-0.34")).toEqual({ to: 0.34 });
    expect(rangeOf("140-")).toEqual({ from: 140 });
    expect(["", "fast", "1-2-3", "-1-2"].map(rangeOf)).toEqual([{}, {}, {}, {}]);
    expect([...tempos, ...Object.values(energies)].every((range) => Object.keys(rangeOf(range)).length > 0)).toBe(true);
  });

  it("goes around the wheel and knows what mixes", () => {
    expect(wheel).toHaveLength(24);
    expect(wheel.find((one) => one.camelot === "8A")?.name).toBe("A minor");
    expect(wheel.find((one) => one.camelot === "8B")?.name).toBe("C major");
    expect(wheel.find((one) => one.camelot === "12A")?.name).toBe("C# minor");
    expect(keyOf("8A")).toEqual({ key: "8A" });
    expect(keyOf("~8A")).toEqual({ key: "8A", compatible: true });
    expect(["", "13A", "8C"].map(keyOf)).toEqual([{}, {}, {}]);
  });

  it("tells a genre of the tags from the same one that was heard", () => {
    expect(genreOf(genreChoice("rock", ""))).toEqual({ genre: "rock", heard: "" });
    expect(genreOf(genreChoice("", "drum & bass"))).toEqual({ genre: "", heard: "drum & bass" });
    expect(genreOf("")).toEqual({ genre: "", heard: "" });
    expect(genreOf(genreChoice("~odd", ""))).toEqual({ genre: "~odd", heard: "" });
  });
});
