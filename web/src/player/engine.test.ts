import { beforeEach, describe, expect, it } from "vitest";
import type { PlaybackDto } from "../api/types";
import { ServerClock } from "./clock";
import { PlayerEngine } from "./engine";
import { PlayRecorder } from "./recorder";
import { PlayerStore } from "./store";
import { anItem, aPlayback, aTrack, FakeDeck, FakeLink, FakeOutbox, ManualTime, settle } from "./testing";

const one = aTrack("one");
const two = aTrack("two", { albumId: "other" });

let time: ManualTime;
let decks: [FakeDeck, FakeDeck];
let link: FakeLink;
let outbox: FakeOutbox;
let store: PlayerStore;
let engine: PlayerEngine;
let isAwake: boolean;
let ids: number;

function create(over: Partial<ConstructorParameters<typeof PlayerEngine>[0]> = {}): PlayerEngine {
  return new PlayerEngine({
    deviceId: "me",
    decks,
    link,
    clock: new ServerClock(() => time.now),
    recorder: new PlayRecorder(outbox, "Chrome on Linux", { elapsed: () => time.now, date: () => new Date(time.now), newId: () => `event-${++ids}` }),
    store,
    setVolume: () => undefined,
    resumeAudio: () => Promise.resolve(isAwake),
    fallback: "opus",
    timer: time.timer,
    now: () => time.now,
    ...over,
  });
}

beforeEach(() => {
  time = new ManualTime();
  decks = [new FakeDeck(), new FakeDeck()];
  link = new FakeLink();
  outbox = new FakeOutbox();
  store = new PlayerStore();
  isAwake = true;
  ids = 0;
  engine = create();
});

const state = (over: Partial<PlaybackDto> = {}): PlaybackDto => aPlayback({ positionAt: time.iso(), track: one, itemId: "item-1", ...over });
const sounding = () => decks.filter((deck) => !deck.isPaused && deck.source);
const run = (ms: number) => time.advance(ms, decks);

async function sync(playback: PlaybackDto): Promise<void> {
  engine.sync(playback);
  await settle();
}

describe("PlayerEngine", () => {
  it("plays what the server says while this page is the active device", async () => {
    await sync(state());
    expect(sounding().map((deck) => deck.source?.url)).toEqual(["/api/v1/tracks/one/stream"]);
  });

  it("makes no sound while another page is the active device", async () => {
    await sync(state({ device: { id: "other", name: "Phone", kind: "browser", isActive: true } }));
    expect(sounding()).toEqual([]);
    expect(engine.soundPositionMs).toBeNull();
  });

  it("joins at the live position when playback is handed over, and stops when it is taken away", async () => {
    await sync(state({ positionMs: 40_000, positionAt: new Date(time.now - 2500).toISOString() }));
    expect(sounding()[0]?.positionMs).toBe(42_500);
    await run(1000);
    await sync(state({ device: { id: "other", name: "Phone", kind: "browser", isActive: true } }));
    expect(sounding()).toEqual([]);
  });

  it("follows pause and resume", async () => {
    await sync(state());
    await run(3000);
    await sync(state({ isPlaying: false, positionMs: 3000 }));
    expect(sounding()).toEqual([]);
    await sync(state({ positionMs: 3000 }));
    expect(sounding()).toHaveLength(1);
    expect(sounding()[0]?.positionMs).toBe(3000);
  });

  it("moves to a position that the listener chose", async () => {
    await sync(state());
    await run(3000);
    await sync(state({ positionMs: 60_000 }));
    expect(sounding()[0]?.positionMs).toBe(60_000);
    expect(outbox.of("seeked")[0]).toMatchObject({ trackId: "one", positionMs: 60_000 });
  });

  it("isn't moved by an echo of its own report", async () => {
    await sync(state());
    await run(5000);
    const echo = link.reports.at(-1);
    await run(3000);
    const seeks = sounding()[0]?.seeks.length;
    // The server's anchor is old by a stall on the way: no reason to jump.
    await sync(state({ positionMs: echo?.positionMs, positionAt: new Date(time.now - 60).toISOString(), volumePercent: 20 }));
    expect(sounding()[0]?.seeks.length).toBe(seeks);
  });

  it("has the next item ready and starts it without a gap, telling the server once", async () => {
    await sync(state({ nextItem: anItem("item-2", two) }));
    expect(decks.some((deck) => deck.source?.itemId === "item-2" && deck.isPaused)).toBe(true);
    await run(99_970);
    expect(sounding().map((deck) => deck.source?.itemId)).toContain("item-2");
    expect(link.advances).toEqual(["item-1"]);
    await run(400);
    expect(sounding().map((deck) => deck.source?.itemId)).toEqual(["item-2"]);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    await run(1000);
    expect(sounding()).toHaveLength(1);
    expect(sounding()[0]?.positionMs).toBeGreaterThan(1300);
    expect(link.advances).toEqual(["item-1"]);
  });

  it("fades one track into the other for as long as the setting says", async () => {
    await sync(state({ nextItem: anItem("item-2", two), crossfadeSeconds: 6 }));
    await run(94_100);
    expect(sounding()).toHaveLength(2);
    const outgoing = decks.find((deck) => deck.source?.itemId === "item-1");
    const incoming = decks.find((deck) => deck.source?.itemId === "item-2");
    expect(outgoing?.fades.at(-1)).toEqual([1, 0, 6000]);
    expect(incoming?.fades.at(-1)).toEqual([0, 1, 6000]);
  });

  it("never fades between neighbours on an album", async () => {
    const first = aTrack("one", { albumId: "album", trackNumber: 3 });
    const second = aTrack("two", { albumId: "album", trackNumber: 4 });
    await sync(state({ track: first, nextItem: anItem("item-2", second), crossfadeSeconds: 6 }));
    await run(97_000);
    expect(sounding()).toHaveLength(1);
  });

  it("goes on while the line is down and tells the server when it is back", async () => {
    await sync(state({ nextItem: anItem("item-2", two) }));
    link.isDown = true;
    await run(102_000);
    expect(sounding().map((deck) => deck.source?.itemId)).toEqual(["item-2"]);
    link.isDown = false;
    await run(2100);
    expect(link.advances).toEqual(["item-1"]);
  });

  it("keeps playing ahead when the server still speaks of the former track", async () => {
    await sync(state({ nextItem: anItem("item-2", two) }));
    await run(100_100);
    await sync(state({ positionMs: 99_000, nextItem: anItem("item-2", two), volumePercent: 30, version: 2 }));
    expect(sounding().map((deck) => deck.source?.itemId)).toContain("item-2");
  });

  it("takes what the server chose when it differs from what the page started", async () => {
    await sync(state({ nextItem: anItem("item-2", two) }));
    await run(100_100);
    const three = aTrack("three");
    await sync(state({ track: three, itemId: "item-3", version: 3 }));
    await run(100);
    expect(sounding().map((deck) => deck.source?.itemId)).toEqual(["item-3"]);
  });

  it("tells the end of the last track, once", async () => {
    await sync(state());
    await run(100_100);
    expect(link.advances).toEqual(["item-1"]);
    expect(outbox.of("completed", "played", "skipped")).toHaveLength(1);
  });

  it("reports its position every five seconds and at every change", async () => {
    await sync(state());
    await run(16_000);
    const before = link.reports.length;
    expect(before).toBeGreaterThanOrEqual(4);
    expect(link.reports.at(-1)).toMatchObject({ deviceId: "me", itemId: "item-1", isPlaying: true, isBlocked: false });
    await sync(state({ isPlaying: false, positionMs: 16_000 }));
    expect(link.reports).toHaveLength(before + 1);
    expect(link.reports.at(-1)?.isPlaying).toBe(false);
  });

  it("says that it is blocked, and plays after a gesture", async () => {
    isAwake = false;
    await sync(state());
    expect(store.get().isBlocked).toBe(true);
    expect(link.reports.at(-1)).toMatchObject({ isBlocked: true, isPlaying: false });
    expect(sounding()).toEqual([]);
    isAwake = true;
    await engine.unlock();
    expect(store.get().isBlocked).toBe(false);
    expect(sounding()).toHaveLength(1);
  });

  it("asks for a transcoded stream when the browser can't decode the file", async () => {
    await sync(state());
    sounding()[0]?.events?.onError(true);
    await settle();
    expect(sounding()[0]?.source?.url).toBe("/api/v1/tracks/one/stream?format=opus");
  });

  it("skips what can't be played at all, and says so", async () => {
    engine = create({ fallback: null });
    await sync(state());
    sounding()[0]?.events?.onError(true);
    await settle();
    expect(store.get().soundError).toContain("Title one");
    expect(link.advances).toEqual(["item-1"]);
  });

  it("counts only what was heard", async () => {
    await sync(state());
    await run(10_000);
    await sync(state({ isPlaying: false, positionMs: 10_000 }));
    await run(60_000);
    await sync(state({ positionMs: 10_000 }));
    await run(5000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    const [event] = outbox.of("played", "completed", "skipped");
    expect(event).toMatchObject({ trackId: "one", kind: "skipped" });
    expect(event?.msPlayed).toBeGreaterThanOrEqual(14_900);
    expect(event?.msPlayed).toBeLessThanOrEqual(15_100);
  });

  it("doesn't count the time it waits for data", async () => {
    await sync(state());
    await run(2000);
    const [deck] = sounding();
    deck?.events?.onWaiting();
    if (deck) deck.isPaused = true;
    await run(8000);
    if (deck) deck.isPaused = false;
    deck?.events?.onPlaying();
    await run(1000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    expect(outbox.of("skipped")[0]?.msPlayed).toBeLessThan(3200);
  });

  const reload = (seconds = 2): void => {
    const left = engine.leave();
    time.now += seconds * 1000;
    decks = [new FakeDeck(), new FakeDeck()];
    engine = create({ handover: left });
  };

  it("fetches no more of a paused track than its length, and what comes next only once it plays", async () => {
    await sync(state({ isPlaying: false, nextItem: anItem("item-2", two) }));
    expect(decks.map((deck) => [deck.source?.itemId, deck.isWanted])).toContainEqual(["item-1", false]);
    expect(decks.map((deck) => deck.source?.itemId)).not.toContain("item-2");
    await sync(state({ nextItem: anItem("item-2", two), version: 2 }));
    expect(decks.map((deck) => [deck.source?.itemId, deck.isWanted])).toContainEqual(["item-2", true]);
    await sync(state({ isPlaying: false, nextItem: anItem("item-2", two), version: 3 }));
    expect(decks.map((deck) => deck.source?.itemId)).toContain("item-2");
  });

  it("tells one listening with all its milliseconds when the page is loaded anew within its first seconds", async () => {
    await sync(state());
    await run(4000);
    reload();
    expect(outbox.plays).toEqual([]);
    await sync(state({ positionMs: 4000 }));
    await run(3000);
    reload();
    await sync(state({ positionMs: 7000 }));
    await run(30_000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));

    const [event, ...more] = outbox.of("played", "completed", "skipped");
    expect(more).toEqual([]);
    expect(event).toMatchObject({ trackId: "one", kind: "played", startedAt: "2026-01-01T12:00:00.000Z" });
    expect(event?.msPlayed).toBeGreaterThanOrEqual(36_900);
    expect(event?.msPlayed).toBeLessThanOrEqual(37_100);
    expect(outbox.held.size).toBe(0);
  });

  it("still tells a skip when the listener skips after the page was loaded anew", async () => {
    await sync(state());
    await run(4000);
    reload();
    await sync(state({ positionMs: 4000 }));
    await run(1000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    const [event, ...more] = outbox.of("skipped");
    expect(more).toEqual([]);
    expect(event?.msPlayed).toBeGreaterThanOrEqual(4900);
  });

  it("tells what counts as played at once when the page goes, and the rest as the same listening", async () => {
    await sync(state());
    await run(40_000);
    reload();
    expect(outbox.plays.map(({ kind, msPlayed }) => [kind, msPlayed])).toEqual([["played", 40_000]]);
    await sync(state({ positionMs: 40_000 }));
    await run(61_000);
    const [left, whole, ...more] = outbox.of("played", "completed", "skipped");
    expect(more).toEqual([]);
    expect(whole).toMatchObject({ kind: "completed", startedAt: left?.startedAt });
    expect(whole?.eventId).not.toBe(left?.eventId);
    expect(whole?.msPlayed).toBeGreaterThan(99_000);
  });

  it("tells nothing twice when nothing more was heard after the page was loaded anew", async () => {
    await sync(state());
    await run(40_000);
    reload();
    await sync(state({ positionMs: 40_000, isPlaying: false }));
    await sync(state({ track: two, itemId: "item-2", isPlaying: false, version: 2 }));
    expect(outbox.of("played", "completed", "skipped")).toHaveLength(1);
  });

  it("begins a listening of its own when another track plays by the time the page is back", async () => {
    await sync(state());
    await run(4000);
    reload();
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    await run(2000);
    await sync(state({ track: one, itemId: "item-3", version: 3 }));
    expect(outbox.of("skipped").map((play) => play.trackId)).toEqual(["two"]);
    expect([...outbox.held.values()].map((play) => [play.trackId, play.kind])).toEqual([["one", "skipped"]]);
  });

  it("doesn't take a listening up that was left long ago", async () => {
    await sync(state());
    await run(4000);
    reload(120);
    await sync(state({ positionMs: 4000 }));
    await run(2000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    expect(outbox.of("skipped")[0]?.msPlayed).toBeLessThan(2500);
  });

  it("doesn't take it for a skip when another device takes the track over", async () => {
    await sync(state());
    await run(4000);
    await sync(state({ device: { id: "other", name: "Phone", kind: "browser", isActive: true }, positionMs: 4000, version: 2 }));
    expect(outbox.plays).toEqual([]);
  });

  it("stays at the end of the track when the sleep timer says so", async () => {
    await sync(state({ nextItem: anItem("item-2", two), sleepAtEndOfTrack: true }));
    await run(101_000);
    expect(sounding()).toEqual([]);
    expect(link.advances).toEqual(["item-1"]);
  });

  it("uses the loaded deck when the listener skips to what is ready", async () => {
    await sync(state({ nextItem: anItem("item-2", two) }));
    await run(5000);
    await sync(state({ track: two, itemId: "item-2", version: 2 }));
    await run(100);
    expect(sounding().map((deck) => deck.source?.itemId)).toEqual(["item-2"]);
    expect(outbox.of("skipped")).toHaveLength(1);
  });
});
