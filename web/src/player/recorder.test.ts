import { describe, expect, it } from "vitest";
import { kindOf, PlayRecorder } from "./recorder";
import { aTrack, FakeOutbox } from "./testing";

function setUp() {
  const outbox = new FakeOutbox();
  let now = 0;
  let ids = 0;
  const recorder = new PlayRecorder(outbox, "Chrome on Linux", { elapsed: () => now, date: () => new Date(1_700_000_000_000 + now), newId: () => `id-${++ids}` });
  return { outbox, recorder, wait: (ms: number) => (now += ms) };
}

const listening = { itemId: "item", track: aTrack("one"), source: "chat", sessionId: "session" };

describe("kindOf", () => {
  it.each([
    [29_999, 100_000, false, "skipped"],
    [30_000, 100_000, false, "played"],
    [20_000, 40_000, false, "played"],
    [19_999, 40_000, false, "skipped"],
    [5000, 100_000, true, "completed"],
  ] as const)("%i ms of %i, end reached: %s → %s", (heard, duration, end, kind) => {
    expect(kindOf(heard, duration, end)).toBe(kind);
  });
});

describe("PlayRecorder", () => {
  it("tells one event with what was heard, where from and where", () => {
    const { outbox, recorder, wait } = setUp();
    recorder.start(listening);
    recorder.running();
    wait(35_000);
    recorder.end(35_000, false);
    recorder.end(35_000, false);
    expect(outbox.plays).toEqual([
      { eventId: "id-1", trackId: "one", kind: "played", startedAt: new Date(1_700_000_000_000).toISOString(), msPlayed: 35_000, positionMs: 35_000, source: "chat", sessionId: "session", device: "Chrome on Linux" },
    ]);
  });

  it("tells what the track was asked for with", () => {
    const { outbox, recorder, wait } = setUp();
    recorder.start({ ...listening, wish: "calm running" });
    recorder.running();
    wait(35_000);
    recorder.end(35_000, false);
    expect(outbox.plays.map((play) => play.wish)).toEqual(["calm running"]);
  });

  it("leaves pauses out", () => {
    const { outbox, recorder, wait } = setUp();
    recorder.start(listening);
    recorder.running();
    wait(1000);
    recorder.still();
    wait(50_000);
    recorder.running();
    recorder.running();
    wait(2000);
    recorder.end(3000, false);
    expect(outbox.plays[0]?.msPlayed).toBe(3000);
  });

  it("tells nothing of a track that made no sound", () => {
    const { outbox, recorder, wait } = setUp();
    recorder.start(listening);
    wait(5000);
    recorder.end(0, false);
    expect(outbox.plays).toEqual([]);
  });

  it("ends the former listening when another begins, and ignores the same item again", () => {
    const { outbox, recorder, wait } = setUp();
    recorder.start(listening);
    recorder.running();
    wait(2000);
    recorder.start(listening);
    wait(2000);
    recorder.start({ ...listening, itemId: "other", track: aTrack("two") }, 4000);
    expect(outbox.plays).toHaveLength(1);
    expect(outbox.plays[0]).toMatchObject({ trackId: "one", kind: "skipped", msPlayed: 4000, positionMs: 4000 });
  });
});
