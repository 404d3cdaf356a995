import { describe, expect, it } from "vitest";
import type { LibraryScanDto, QueueItemDto } from "../api/types";
import { anItem, aTrack } from "../player/testing";
import { discsOf } from "./album/discs";
import { readResult } from "./chat/results";
import { tellingColour } from "./nowPlaying/useArtColour";
import { beforeOf, layersOf } from "./queue/layers";
import { progressOf } from "./scan/progress";

describe("readResult", () => {
  const call = (result: Record<string, unknown>) => readResult({ tool: "t", arguments: {}, result });

  it("reads tracks bare, with reasons, and alone", () => {
    const track = aTrack("one");
    expect(call({ succeeded: true, tracks: [track] }).tracks).toEqual([track]);
    const withReason = call({ succeeded: true, data: { tracks: [{ track, reason: "because" }] } });
    expect([withReason.tracks, withReason.reasons]).toEqual([[track], ["because"]]);
    expect(call({ track }).tracks).toEqual([track]);
  });

  it("reads playlists and explanations", () => {
    expect(call({ playlist: { id: "p", title: "Late drive", trackCount: 3 } }).playlist?.title).toBe("Late drive");
    expect(call({ playlist: { playlist: { id: "p", title: "Late drive" }, entries: [] } }).playlist?.id).toBe("p");
    expect(call({ explanation: { sentence: "Since you like it.", strategies: { content: 0.7 }, becauseOf: [aTrack("x")], facts: ["124 BPM", 5] } }).explanation).toMatchObject({ sentence: "Since you like it.", facts: ["124 BPM"], becauseOf: [{ id: "x" }] });
  });

  it("shows nothing of what it doesn't know, and never throws", () => {
    for (const result of [{}, { tracks: "no" }, { tracks: [null, 5, { id: 1 }] }, { playlist: [] }, { explanation: { sentence: 5 } }, null as unknown as Record<string, unknown>])
      expect(call(result)).toMatchObject({ tracks: [], playlist: null, explanation: null });
    expect(call({ succeeded: false }).succeeded).toBe(false);
  });
});

describe("queue layers", () => {
  const item = (id: string, layer: QueueItemDto["layer"]): QueueItemDto => ({ ...anItem(id, aTrack(id)), layer });
  const items = [item("a", "next"), item("b", "context"), item("c", "context"), item("d", "upNext")];

  it("stand in the order they are played in, without empty ones", () => {
    expect(layersOf(items).map((layer) => [layer.name, layer.items.length])).toEqual([
      ["next", 1],
      ["context", 2],
      ["upNext", 1],
    ]);
  });

  it("know before which item a move lands", () => {
    expect(beforeOf(items, "a", 1)).toBe("c");
    expect(beforeOf(items, "d", 0)).toBe("a");
    expect(beforeOf(items, "a", 3)).toBeNull();
  });
});

describe("discsOf", () => {
  it("keeps the place of each track on the whole album", () => {
    const discs = discsOf([aTrack("a", { discNumber: 1 }), aTrack("b", { discNumber: 1 }), aTrack("c", { discNumber: 2 })]);
    expect(discs.map(({ disc, from, tracks }) => [disc, from, tracks.length])).toEqual([
      [1, 0, 2],
      [2, 2, 1],
    ]);
  });

  it("takes an album without disc numbers as one disc", () => {
    expect(discsOf([aTrack("a"), aTrack("b")])).toHaveLength(1);
  });
});

describe("progressOf", () => {
  const scan = (over: Partial<LibraryScanDto>): LibraryScanDto => ({ state: "idle", composed: 0, toCompose: 0, found: 0, analysed: 0, tracks: 0, failed: [], failedCount: 0, message: null, errorCode: null, roots: [], ...over });

  it("tells each stage, and nothing at rest", () => {
    expect(progressOf(scan({}))).toBeNull();
    expect(progressOf(scan({ state: "composing", composed: 6, toCompose: 48 }))).toEqual({ stage: "composing", done: 6, all: 48 });
    expect(progressOf(scan({ state: "analysing", analysed: 12, found: 10 }))).toEqual({ stage: "analysing", done: 10, all: 10 });
    expect(progressOf(scan({ state: "failed" }))?.stage).toBe("failed");
  });
});

describe("tellingColour", () => {
  it("finds the colour that speaks, not the grey around it", () => {
    const pixels = new Uint8ClampedArray([...Array.from({ length: 60 }, () => [128, 128, 128, 255]).flat(), ...Array.from({ length: 20 }, () => [220, 30, 20, 255]).flat()]);
    expect(tellingColour(pixels)).toBe("rgb(220 30 20)");
  });

  it("answers null where all is grey", () => {
    expect(tellingColour(new Uint8ClampedArray(400).fill(90))).toBeNull();
  });
});
