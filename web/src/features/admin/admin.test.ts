import { describe, expect, it } from "vitest";
import type { ComparisonDto, ExperimentDto } from "../../api/types";
import { translate } from "../../app/i18n/translate";
import { tuningTexts } from "../tuning/texts";
import { barsPath, linePaths, topOf } from "./chart";
import { emptyForm, evenShares, numberOf, problemsOf, toExperiment, type ExperimentForm } from "./experimentForm";
import { figure, metricParts, points, rate, size, took, turnOf } from "./figures";
import { adminTexts } from "./texts";
import { intervalOf, verdictOf } from "./verdict";

function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, path ? `${path}.${name}` : name));
}

describe.each([
  ["admin", adminTexts],
  ["tuning", tuningTexts],
])("texts of %s", (_, texts) => {
  it("say in German all that English says, with the same values in it", () => {
    const values = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();
    const german = new Map(textsOf(texts.de));
    const english = new Map(textsOf(texts.en));
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of english) expect([name, values(german.get(name) ?? "")]).toEqual([name, values(text)]);
  });
});

it("texts of a page count as those of the whole do", () => {
  expect([translate(tuningTexts.en, "en", "moved", { count: 1 }), translate(tuningTexts.de, "de", "moved", { count: 3 })]).toEqual(["1 moved", "3 verschoben"]);
});

describe("figures", () => {
  it("have as many digits as say something, in the listener's language", () => {
    expect([figure(12345, "en"), figure(0.20413, "en"), figure(3.14159, "de"), figure(42.55, "en")]).toEqual(["12,345", "0.2041", "3,14", "42.6"]);
    expect([rate(0.1234, "de"), rate(null, "en"), rate(0, "en")]).toEqual(["12,3 %", "–", "0.0 %"]);
    expect([points(0.0321, "en"), points(-0.05, "en"), points(0.0001, "en")]).toEqual(["+3.2", "−5.0", "0.0"]);
    expect([size(0, "en"), size(999, "en"), size(4_200_000, "en"), size(5e12, "en")]).toEqual(["0 B", "999 B", "4.2 MB", "5,000 GB"]);
    expect([took(4.26, "en"), took(42, "en"), took(185, "en")]).toEqual(["4.3 s", "42 s", "3 min 5 s"]);
  });

  it("know a metric and where it is cut", () => {
    expect([metricParts("ndcg10"), metricParts("recall@20"), metricParts("coverage")]).toEqual([{ base: "ndcg", at: 10 }, { base: "recall", at: 20 }, { base: "coverage", at: null }]);
  });

  it("know what is better", () => {
    expect([turnOf("ndcg@10", 0.21, 0.2), turnOf("ndcg@10", 0.19, 0.2), turnOf("gini10", 0.6, 0.7), turnOf("skipRate", 0.3, 0.2), turnOf("recall@10", 0.2, 0.2)]).toEqual(["better", "worse", "better", "worse", "same"]);
  });
});

describe("charts", () => {
  it("leave gaps where nothing was shown, and draw one day as a dot", () => {
    expect(linePaths([0.1, 0.2, null, 0.4], 300, 100, 0.5)).toEqual(["M0 80L100 60", "M300 20h0"]);
    expect(linePaths([null, null], 300, 100, 0.5)).toEqual([]);
    expect(linePaths([0.25], 300, 100, 0.5)).toEqual(["M150 50h0"]);
  });

  it("draw bars in proportion, and none for nothing", () => {
    expect(barsPath([0, 0], 90, 20)).toBe("");
    expect(barsPath([10, 0, 5], 90, 20).match(/v-(\d+)/g)).toEqual(["v-20", "v-10"]);
  });

  it("choose a head for shares", () => {
    expect([topOf([]), topOf([null, 0.03]), topOf([0.12]), topOf([0.9])]).toEqual([0.05, 0.05, 0.2, 1]);
  });
});

describe("the form of an experiment", () => {
  const form = (over: Partial<ExperimentForm> = {}): ExperimentForm => ({
    ...emptyForm(),
    key: "more-novelty",
    arms: [
      { id: 1, name: "control", share: "50", weights: [] },
      { id: 2, name: "novel", share: "50", weights: [{ strategy: "novelty", weight: "1,5" }] },
    ],
    ...over,
  });

  it("becomes an experiment", () => {
    expect(problemsOf(form(), [])).toEqual({});
    expect(toExperiment(form({ ramp: 40, effect: "2.5" }))).toMatchObject({
      key: "more-novelty",
      description: null,
      metric: "playRate",
      effect: 0.025,
      ramp: 0.4,
      followWinner: false,
      arms: [
        { name: "control", share: 0.5, weights: {} },
        { name: "novel", share: 0.5, weights: { novelty: 1.5 } },
      ],
      guardRails: [{ metric: "keepRate", tolerance: 0.05 }],
    });
  });

  const [control, arm] = form().arms as [ExperimentForm["arms"][0], ExperimentForm["arms"][0]];
  it.each<[string, Partial<ExperimentForm>, Record<string, string>]>([
    ["a key with spaces", { key: "My key" }, { key: "keyForm" }],
    ["a key that is too long", { key: "x".repeat(65) }, { key: "keyForm" }],
    ["a key that is taken", { key: "old" }, { key: "keyTaken" }],
    ["an effect of nothing", { effect: "0" }, { effect: "effect" }],
    ["an effect that is no number", { effect: "much" }, { effect: "effect" }],
    ["an arm without a name", { arms: [control, { ...arm, name: " " }] }, { "arms.1.name": "armName" }],
    ["two arms of one name", { arms: [control, { ...arm, name: "control " }] }, { "arms.1.name": "armTwice" }],
    ["shares that don't make a hundred", { arms: [control, { ...arm, share: "40" }] }, { arms: "sharesSum" }],
    ["a share of nothing", { arms: [{ ...control, share: "100" }, { ...arm, share: "0" }] }, { "arms.1.share": "share" }],
    ["a weight beyond 4", { arms: [control, { ...arm, weights: [{ strategy: "graph", weight: "4.1" }] }] }, { "arms.1.weights.0": "weight" }],
    ["arms that are alike", { arms: [control, { ...arm, weights: [{ strategy: "graph", weight: "1.0" }] }] }, { arms: "nothingTried" }],
    ["a tolerance below nothing", { rails: [{ metric: "playRate", isOn: true, tolerance: "-1" }] }, { "rails.0": "tolerance" }],
    ["a wrong tolerance of a rail that is off", { rails: [{ metric: "playRate", isOn: false, tolerance: "-1" }] }, {}],
  ])("says what is wrong with %s", (_, over, problems) => expect(problemsOf(form(over), ["old"])).toEqual(problems));

  it("shares evenly to a hundred", () => {
    for (const count of [2, 3, 6, 7]) expect(evenShares(count).reduce((sum, share) => sum + Number(share), 0)).toBe(100);
    expect(evenShares(3)).toEqual(["34", "33", "33"]);
  });

  it("reads numbers as people write them", () => {
    expect([numberOf("2,5"), numberOf(" .5 "), numberOf("1e3"), numberOf(""), numberOf("0x10"), numberOf("NaN")]).toEqual([2.5, 0.5, null, null, null, null]);
  });
});

describe("the verdict on an experiment", () => {
  const comparison = (arm: string, difference: number, low = difference - 0.02, high = difference + 0.02): ComparisonDto => ({ arm, difference, low, high, pValue: 0.5 });
  const experiment = (over: Partial<ExperimentDto>): ExperimentDto => ({
    key: "k", description: "", state: "running", metric: "playRate", effect: 0.05, ramp: 1, followWinner: false, arms: [], guardRails: [], outcome: "running", winner: null, reason: null, comparisons: [], createdAt: "2026-01-01T00:00:00Z", startedAt: null, endedAt: null, ...over,
  });

  it("is about the winner, else about the arm that leads", () => {
    const comparisons = [comparison("a", 0.01), comparison("b", 0.04)];
    expect(verdictOf(experiment({ comparisons }))).toMatchObject({ name: "open", comparison: { arm: "b" } });
    expect(verdictOf(experiment({ state: "decided", outcome: "armIsBetter", winner: "a", comparisons }))).toMatchObject({ name: "armIsBetter", comparison: { arm: "a" } });
  });

  it("says that nothing was measured, or that somebody stopped it", () => {
    expect(verdictOf(experiment({})).name).toBe("waiting");
    expect(verdictOf(experiment({ state: "draft" })).name).toBe("draft");
    expect(verdictOf(experiment({ state: "stopped" })).name).toBe("stopped");
    expect(verdictOf(experiment({ state: "decided", outcome: "guardRailFell" })).name).toBe("guardRailFell");
  });

  it("is drawn around nothing in the middle, to scale, and inside of the line", () => {
    const place = intervalOf(comparison("a", 0.1, 0.05, 0.15), 0.05);
    expect(place.from).toBeGreaterThan(50);
    expect(place.at - 50).toBeCloseTo((place.to - 50) * (0.1 / 0.15));
    expect(place.effectHigh).toBeCloseTo(place.from);
    // Before much is measured the interval has no ends.
    const open = intervalOf(comparison("a", 0, -Infinity, Infinity), 0.05);
    expect([open.from, open.at, open.to]).toEqual([0, 50, 100]);
  });
});
