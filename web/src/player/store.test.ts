import { describe, expect, it, vi } from "vitest";
import { initialPlayerState, PlayerStore, reducePlayer } from "./store";
import { anItem, aPlayback, aTrack } from "./testing";

const at = "2026-01-01T00:00:00Z";

describe("reducePlayer", () => {
  it("ignores playback that is older than what is known", () => {
    const known = reducePlayer(initialPlayerState, { kind: "playback", playback: aPlayback({ positionAt: at, version: 5 }) });
    expect(reducePlayer(known, { kind: "playback", playback: aPlayback({ positionAt: at, version: 4 }) })).toBe(known);
    expect(reducePlayer(known, { kind: "playback", playback: aPlayback({ positionAt: at, version: 6 }) }).playback?.version).toBe(6);
  });

  it("ignores a queue that is older than what is known", () => {
    const known = reducePlayer(initialPlayerState, { kind: "queue", queue: { version: 3, items: [], history: [] } });
    expect(reducePlayer(known, { kind: "queue", queue: { version: 2, items: [anItem("i", aTrack("one"))], history: [] } })).toBe(known);
  });

  it("marks a rated track wherever it stands", () => {
    const track = aTrack("one");
    let state = reducePlayer(initialPlayerState, { kind: "playback", playback: aPlayback({ positionAt: at, track, itemId: "i" }) });
    state = reducePlayer(state, { kind: "queue", queue: { version: 1, items: [anItem("a", track), anItem("b", aTrack("two"))], history: [] } });
    state = reducePlayer(state, { kind: "rated", trackId: "one", isLiked: true, isDisliked: false, isSaved: false });
    expect(state.playback?.track?.isLiked).toBe(true);
    expect(state.queue?.items.map((item) => item.track.isLiked)).toEqual([true, false]);
  });

  it("shows a volume at once, before the server answers", () => {
    const state = reducePlayer(reducePlayer(initialPlayerState, { kind: "playback", playback: aPlayback({ positionAt: at }) }), { kind: "volume", percent: 33, isMuted: false });
    expect(state.playback).toMatchObject({ volumePercent: 33, isMuted: false });
  });
});

describe("PlayerStore", () => {
  it("tells its listeners only of changes", () => {
    const store = new PlayerStore();
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    store.apply({ kind: "connection", connection: "online" });
    store.apply({ kind: "connection", connection: "online" });
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    store.apply({ kind: "connection", connection: "offline" });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
