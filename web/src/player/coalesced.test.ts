import { describe, expect, it } from "vitest";
import { Coalesced } from "./coalesced";
import { ManualTime } from "./testing";

describe("Coalesced", () => {
  const start = () => {
    const time = new ManualTime();
    const done: number[] = [];
    const began = time.now;
    return { time, done, work: new Coalesced(() => done.push(time.now - began), 1_000, time.timer) };
  };

  it("works at once, then once a second however often it is asked, and for the last asking too", async () => {
    const { time, done, work } = start();
    for (let i = 0; i < 25; i++) {
      work.ask();
      await time.advance(100);
    }
    await time.advance(5_000);
    expect(done).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it("works at once again after a rest", async () => {
    const { time, done, work } = start();
    work.ask();
    await time.advance(5_000);
    work.ask();
    expect(done).toEqual([0, 5_000]);
  });
});
