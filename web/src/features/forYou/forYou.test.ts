import { describe, expect, it } from "vitest";
import { ApiError } from "../../api/client";
import type { FeedbackRequest } from "../../api/types";
import { ManualTime, settle } from "../../player/testing";
import { FeedbackBox, gatherMs } from "./feedback";
import { Sightings, sightMs } from "./sightings";

describe("Sightings", () => {
  const start = () => {
    const time = new ManualTime();
    const seen: string[] = [];
    const view = { isVisible: true };
    const sightings = new Sightings({ timer: time.timer, isVisible: () => view.isVisible, onSeen: (trackId) => seen.push(trackId) });
    sightings.begin("first");
    return { time, seen, view, sightings };
  };

  it("count what was in view for a second, not what was scrolled past", async () => {
    const { time, seen, sightings } = start();
    sightings.enter("a");
    sightings.enter("b");
    await time.advance(sightMs - 100);
    sightings.leave("b");
    await time.advance(sightMs);
    expect(seen).toEqual(["a"]);
  });

  it("count once an answer, however often it comes into view, and again for another answer", async () => {
    const { time, seen, sightings } = start();
    for (let i = 0; i < 3; i++) {
      sightings.enter("a");
      await time.advance(sightMs * 2);
      sightings.leave("a");
    }
    sightings.enter("a");
    sightings.begin("first");
    await time.advance(sightMs * 2);
    expect(seen).toEqual(["a"]);
    sightings.begin("second");
    await time.advance(sightMs * 2);
    expect(seen).toEqual(["a", "a"]);
  });

  it("wait while nobody looks at the tab", async () => {
    const { time, seen, view, sightings } = start();
    view.isVisible = false;
    sightings.enter("a");
    await time.advance(sightMs * 5);
    expect(seen).toEqual([]);
    view.isVisible = true;
    await time.advance(sightMs * 2);
    expect(seen).toEqual(["a"]);
  });
});

describe("FeedbackBox", () => {
  const start = () => {
    const time = new ManualTime();
    const sent: { batch: FeedbackRequest[]; keepalive: boolean }[] = [];
    const failures: unknown[] = [];
    let count = 0;
    const box = new FeedbackBox({
      send: async (batch, keepalive) => {
        await settle();
        const failure = failures.shift();
        if (failure) throw failure;
        sent.push({ batch, keepalive });
      },
      timer: time.timer,
      date: () => new Date(time.now),
      newId: () => `event ${++count}`,
    });
    return { time, sent, failures, box };
  };

  it("tells together what was seen together", async () => {
    const { time, sent, box } = start();
    box.add("shown", "a");
    box.add("shown", "b");
    await time.advance(gatherMs);
    box.add("opened", "b");
    await time.advance(gatherMs);
    expect(sent.map(({ batch }) => batch.map(({ kind, trackId }) => `${kind} ${trackId}`))).toEqual([["shown a", "shown b"], ["opened b"]]);
  });

  it("tells again under the same id when the server did not answer, and not what it refused", async () => {
    const { time, sent, failures, box } = start();
    failures.push(new ApiError("away", 0, "unreachable", null));
    box.add("shown", "a");
    await time.advance(gatherMs);
    expect(sent).toEqual([]);
    await time.advance(30_000);
    expect(sent.map(({ batch }) => batch.map(({ eventId }) => eventId))).toEqual([["event 1"]]);

    failures.push(new ApiError("no", 400, "invalid_request", null));
    box.add("shown", "b");
    await time.advance(60_000);
    expect(sent).toHaveLength(1);
  });

  it("forgets the oldest of what can't be told, and takes the rest along when the page goes", async () => {
    const { sent, box } = start();
    for (let i = 0; i < 250; i++) box.add("shown", String(i));
    box.leave();
    await settle();
    await settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ keepalive: true });
    expect(sent[0]!.batch).toHaveLength(100);
    expect(sent[0]!.batch[0]!.trackId).toBe("150");
  });
});
