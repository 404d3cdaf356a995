import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { endpoints } from "../api/endpoints";
import { Commands } from "./commands";
import { PlayerStore } from "./store";
import { aPlayback, aTrack } from "./testing";

const at = "2026-01-01T00:00:00Z";
const playback = (over: object = {}) => aPlayback({ positionAt: at, track: aTrack("one"), itemId: "i", ...over });

let store: PlayerStore;
let position: number;
let commands: Commands;

beforeEach(() => {
  store = new PlayerStore();
  position = 0;
  commands = new Commands({ deviceId: "me", store, accept: (next) => store.apply({ kind: "playback", playback: next }), positionMs: () => position, unlock: () => Promise.resolve() });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("Commands", () => {
  it("makes this page the device when nothing else makes the sound", async () => {
    store.apply({ kind: "playback", playback: playback({ device: null, isPlaying: false }) });
    const transfer = vi.spyOn(endpoints, "transfer").mockResolvedValue(playback({ version: 2 }));
    const play = vi.spyOn(endpoints, "play").mockResolvedValue(playback({ version: 3 }));
    await commands.play({ trackIds: ["one"] });
    expect(transfer).toHaveBeenCalledWith("me");
    expect(transfer.mock.invocationCallOrder[0]).toBeLessThan(play.mock.invocationCallOrder[0] as number);
  });

  it("doesn't leave the sound with a page that has closed", async () => {
    store.apply({ kind: "playback", playback: playback({ device: { id: "gone", name: "Phone", kind: "browser", isActive: true } }) });
    store.apply({ kind: "devices", devices: [{ id: "me", name: "Chrome", kind: "browser", isActive: false }] });
    const transfer = vi.spyOn(endpoints, "transfer").mockResolvedValue(playback({ version: 2 }));
    vi.spyOn(endpoints, "play").mockResolvedValue(playback({ version: 3 }));
    await commands.play({ albumId: "a" });
    expect(transfer).toHaveBeenCalledWith("me");
  });

  it("leaves the sound where it is when another page plays", async () => {
    store.apply({ kind: "playback", playback: playback({ device: { id: "other", name: "Phone", kind: "browser", isActive: true } }) });
    const transfer = vi.spyOn(endpoints, "transfer");
    vi.spyOn(endpoints, "play").mockResolvedValue(playback({ version: 2 }));
    await commands.play({ albumId: "a" });
    expect(transfer).not.toHaveBeenCalled();
  });

  it("goes back to the start first, and to the track before only from there", async () => {
    store.apply({ kind: "playback", playback: playback() });
    const seek = vi.spyOn(endpoints, "seek").mockResolvedValue(playback({ version: 2 }));
    const control = vi.spyOn(endpoints, "control").mockResolvedValue(playback({ version: 3 }));
    position = 20_000;
    await commands.previous();
    expect(seek).toHaveBeenCalledWith(0);
    position = 1000;
    await commands.previous();
    expect(control).toHaveBeenCalledWith("previous");
  });

  it("keeps a position within the track", async () => {
    store.apply({ kind: "playback", playback: playback() });
    const seek = vi.spyOn(endpoints, "seek").mockResolvedValue(playback());
    await commands.seek(-5000);
    await commands.seek(999_999_999);
    expect(seek.mock.calls).toEqual([[0], [100_000]]);
  });

  it("plays something fitting when nothing is loaded", async () => {
    store.apply({ kind: "playback", playback: playback({ track: null, itemId: null, isPlaying: false }) });
    const play = vi.spyOn(endpoints, "play").mockResolvedValue(playback({ version: 2 }));
    await commands.resume();
    expect(play).toHaveBeenCalledWith({});
  });

  it("goes through the ways to repeat", async () => {
    const modes = vi.spyOn(endpoints, "modes").mockImplementation(({ repeat }) => Promise.resolve(playback({ repeat, version: 9 })));
    store.apply({ kind: "playback", playback: playback() });
    for (let i = 0; i < 3; i++) await commands.cycleRepeat();
    expect(modes.mock.calls.map(([body]) => body.repeat)).toEqual(["queue", "track", "off"]);
  });
});
