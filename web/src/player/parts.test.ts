import { describe, expect, it } from "vitest";
import { ServerClock } from "./clock";
import { dbToGain, equalPower } from "./deck";
import { claimDevice, deviceIdOf, deviceName } from "./device";
import { fallbackFormat, isContinuation } from "./format";
import { FakeStorage, aPlayback, aTrack } from "./testing";

describe("ServerClock", () => {
  it("computes the live position by the server's clock, whatever the page's clock says", () => {
    let now = Date.parse("2026-01-01T10:00:00Z");
    const clock = new ServerClock(() => now);
    clock.observe("2026-01-01T12:00:00.000Z");
    now += 4000;
    expect(clock.positionOf(aPlayback({ track: aTrack("one"), positionMs: 10_000, positionAt: "2026-01-01T12:00:00.000Z" }))).toBe(14_000);
  });

  it("trusts the message that was shortest on its way", () => {
    const now = Date.parse("2026-01-01T12:00:01Z");
    const clock = new ServerClock(() => now);
    clock.observe("2026-01-01T12:00:00.000Z");
    clock.observe("2026-01-01T12:00:00.900Z");
    clock.observe("2026-01-01T12:00:00.100Z");
    expect(clock.serverNow() - now).toBe(-100);
  });

  it("stands still in a pause and never passes the end", () => {
    const clock = new ServerClock(() => Date.parse("2026-01-01T12:10:00Z"));
    const track = aTrack("one", { durationMs: 60_000 });
    expect(clock.positionOf(aPlayback({ track, isPlaying: false, positionMs: 5000, positionAt: "2026-01-01T12:00:00Z" }))).toBe(5000);
    expect(clock.positionOf(aPlayback({ track, positionMs: 5000, positionAt: "2026-01-01T12:00:00Z" }))).toBe(60_000);
  });
});

describe("fades", () => {
  it.each([0, 0.2, 0.5, 0.8, 1])("keep the power constant at %f", (progress) => {
    expect(equalPower(progress, true) ** 2 + equalPower(progress, false) ** 2).toBeCloseTo(1, 10);
  });

  it("turn decibels into gain", () => {
    expect(dbToGain(0)).toBe(1);
    expect(dbToGain(-6.0206)).toBeCloseTo(0.5, 4);
  });
});

describe("format", () => {
  it("falls back to what the browser plays", () => {
    expect(fallbackFormat((mime) => (mime.includes("opus") ? "probably" : ""))).toBe("opus");
    expect(fallbackFormat((mime) => (mime.includes("mp4a") ? "maybe" : ""))).toBe("aac");
    expect(fallbackFormat(() => "")).toBeNull();
  });

  it("knows neighbours on an album", () => {
    const first = aTrack("a", { albumId: "x", trackNumber: 1 });
    expect(isContinuation(first, aTrack("b", { albumId: "x", trackNumber: 2 }))).toBe(true);
    expect(isContinuation(first, aTrack("b", { albumId: "x", trackNumber: 3 }))).toBe(false);
    expect(isContinuation(first, aTrack("b", { albumId: "x", discNumber: 2, trackNumber: 2 }))).toBe(false);
    expect(isContinuation(first, aTrack("b", { albumId: "y", trackNumber: 2 }))).toBe(false);
  });
});

describe("device", () => {
  it("is the same after a reload and another in a second tab", () => {
    const local = new FakeStorage();
    const session = new FakeStorage();
    let count = 0;
    const newId = () => `device-${++count}`;
    const page = new EventTarget();
    const first = deviceIdOf({ session, local, newId }, false);
    claimDevice(local, first, page);
    page.dispatchEvent(new Event("pagehide"));
    expect(deviceIdOf({ session, local, newId }, true)).toBe(first);
    expect(deviceIdOf({ session: new FakeStorage(), local, newId }, false)).not.toBe(first);
  });

  it("is another one in a duplicated tab, which starts with a copy of the storage", () => {
    const local = new FakeStorage();
    const session = new FakeStorage();
    let count = 0;
    const newId = () => `device-${++count}`;
    const first = deviceIdOf({ session, local, newId }, false);
    claimDevice(local, first, new EventTarget());
    expect(deviceIdOf({ session, local, newId }, false)).not.toBe(first);
  });

  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome on Linux"],
    ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604", "Safari on iPhone"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  ])("has a name that people understand", (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });
});
