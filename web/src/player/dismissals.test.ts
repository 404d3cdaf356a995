import { beforeEach, describe, expect, it } from "vitest";
import { Dismissals, undoMs } from "./dismissals";
import { aTrack, FakeOutbox, ManualTime } from "./testing";

describe("Dismissals", () => {
  let time: ManualTime;
  let outbox: FakeOutbox;
  let dismissals: Dismissals;
  beforeEach(() => {
    time = new ManualTime();
    outbox = new FakeOutbox();
    let ids = 0;
    dismissals = new Dismissals({ outbox, device: "Chrome", timer: time.timer, date: () => new Date(time.now), newId: () => `id-${++ids}` });
  });

  it("tells once it can't be taken back, and once only", async () => {
    dismissals.add(aTrack("one"), "recommendation");
    dismissals.add(aTrack("one"), "recommendation");
    await time.advance(undoMs - 10);
    expect(outbox.plays).toEqual([]);
    await time.advance(20);
    expect(outbox.plays).toEqual([
      { eventId: "id-1", trackId: "one", kind: "dismissed", startedAt: "2026-01-01T12:00:00.000Z", msPlayed: 0, source: "recommendation", device: "Chrome" },
    ]);
  });

  it("tells nothing of what was taken back", async () => {
    dismissals.add(aTrack("one"), "recommendation");
    dismissals.undo("one");
    dismissals.undo("other");
    await time.advance(undoMs * 2);
    dismissals.flush();
    expect(outbox.plays).toEqual([]);
  });

  it("tells at once when the page goes, and not again", async () => {
    dismissals.add(aTrack("one"), "recommendation");
    dismissals.flush();
    await time.advance(undoMs * 2);
    expect(outbox.plays.map((play) => play.trackId)).toEqual(["one"]);
  });
});
