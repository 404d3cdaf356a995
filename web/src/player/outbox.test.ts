import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/client";
import type { PlayRequest } from "../api/types";
import { holdMs, IndexedDbOutboxStore, LocalHeldStore, PlayOutbox, type HeldPlay, type HeldStore, type OutboxStore, type OutboxTimer } from "./outbox";
import { FakeStorage } from "./testing";

const play = (eventId: string): PlayRequest => ({ eventId, trackId: "t", kind: "played", startedAt: "2026-01-01T00:00:00Z", msPlayed: 31_000 });

// Only waited out where something is broken; a loaded machine is slow.
const patience = { timeout: 30_000 };

class ManualTimer implements OutboxTimer {
  delays: number[] = [];
  private due: (() => void) | null = null;
  set(callback: () => void, ms: number): unknown {
    this.delays.push(ms);
    this.due = callback;
    return 1;
  }
  clear(): void {
    this.due = null;
  }
  fire(): void {
    const due = this.due;
    this.due = null;
    due?.();
  }
}

class MemoryStore implements OutboxStore {
  readonly plays = new Map<string, PlayRequest>();
  put(one: PlayRequest): Promise<void> {
    this.plays.set(one.eventId, one);
    return Promise.resolve();
  }
  all(): Promise<PlayRequest[]> {
    return Promise.resolve([...this.plays.values()]);
  }
  remove(eventIds: string[]): Promise<void> {
    for (const id of eventIds) this.plays.delete(id);
    return Promise.resolve();
  }
}

class MemoryHeld implements HeldStore {
  readonly plays = new Map<string, HeldPlay>();
  put(one: HeldPlay): void {
    this.plays.set(one.eventId, one);
  }
  all(): HeldPlay[] {
    return [...this.plays.values()];
  }
  remove(eventId: string): void {
    this.plays.delete(eventId);
  }
}

describe("PlayOutbox", () => {
  it("forgets a play only after the server has it", async () => {
    const store = new MemoryStore();
    let accept: (() => void) | undefined;
    const outbox = new PlayOutbox(store, new MemoryHeld(), () => new Promise<void>((resolve) => (accept = resolve)), new ManualTimer());
    outbox.add(play("a"));
    expect(store.plays.has("a")).toBe(true);
    accept?.();
    await vi.waitFor(() => expect(store.plays.size).toBe(0), patience);
    expect(outbox.size).toBe(0);
  });

  it("tries again later, waiting longer each time, at most a minute", async () => {
    const timer = new ManualTimer();
    const send = vi.fn(() => Promise.reject(new ApiError("down", 503, "storage_unavailable", null)));
    const outbox = new PlayOutbox(new MemoryStore(), new MemoryHeld(), send, timer);
    outbox.add(play("a"));
    for (let tries = 1; tries <= 8; tries++) {
      await vi.waitFor(() => expect(timer.delays).toHaveLength(tries), patience);
      timer.fire();
    }
    expect(timer.delays.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(outbox.size).toBe(1);
  });

  it("takes up what an earlier page left, with the same event id", async () => {
    const store = new MemoryStore();
    await store.put(play("left"));
    const sent: string[] = [];
    const outbox = new PlayOutbox(store, new MemoryHeld(), (plays) => (sent.push(...plays.map((one) => one.eventId)), Promise.resolve()), new ManualTimer());
    await outbox.restore();
    expect(sent).toEqual(["left"]);
    expect(store.plays.size).toBe(0);
  });

  it("keeps back what a page that went was hearing, until it's clear that no page goes on with it", async () => {
    const store = new MemoryStore();
    const held = new MemoryHeld();
    const timer = new ManualTimer();
    let now = 1000;
    const sent: PlayRequest[] = [];
    const create = () => new PlayOutbox(store, held, (plays) => (sent.push(...plays), Promise.resolve()), timer, () => now);
    create().hold(play("short"));
    now += 5000;
    const next = create();
    await next.restore();
    expect(sent).toEqual([]);
    expect(timer.delays).toEqual([holdMs - 5000]);

    now += holdMs;
    timer.fire();
    await vi.waitFor(() => expect(sent).toEqual([play("short")]));
    await vi.waitFor(() => expect(store.plays.size).toBe(0));
    expect(held.plays.size).toBe(0);
  });

  it("never sends what another page has taken up again", async () => {
    const store = new MemoryStore();
    const held = new MemoryHeld();
    const timer = new ManualTimer();
    let now = 1000;
    const send = vi.fn(() => Promise.resolve());
    const create = () => new PlayOutbox(store, held, send, timer, () => now);
    create().hold(play("short"));
    await create().restore();
    create().takeBack("short");
    now += 2 * holdMs;
    timer.fire();
    await create().restore();
    expect(send).not.toHaveBeenCalled();
  });

  it("tells what another tab held when that one closes while this one stays", async () => {
    const held = new MemoryHeld();
    const timer = new ManualTimer();
    let now = 1000;
    const sent: PlayRequest[] = [];
    const create = () => new PlayOutbox(new MemoryStore(), held, (plays) => (sent.push(...plays), Promise.resolve()), timer, () => now);
    const stays = create();
    await stays.restore();
    create().hold(play("short"));
    stays.release();
    now += holdMs;
    timer.fire();
    await vi.waitFor(() => expect(sent).toEqual([play("short")]), patience);
  });

  it("drops only the play that the server will never take", async () => {
    const store = new MemoryStore();
    for (const id of ["a", "bad", "c"]) await store.put(play(id));
    const taken: string[] = [];
    const send = (plays: PlayRequest[]) => {
      if (plays.some((one) => one.eventId === "bad")) return Promise.reject(new ApiError("malformed", 400, "invalid_request", null));
      taken.push(...plays.map((one) => one.eventId));
      return Promise.resolve();
    };
    const outbox = new PlayOutbox(store, new MemoryHeld(), send, new ManualTimer());
    await outbox.restore();
    expect(taken).toEqual(["a", "c"]);
    expect(store.plays.size).toBe(0);
  });

  it("sends everything that waits when the page goes, in requests that outlive it, once", () => {
    const sent: [number, boolean][] = [];
    const outbox = new PlayOutbox(new MemoryStore(), new MemoryHeld(), (plays, keepalive) => (sent.push([plays.length, keepalive]), new Promise(() => undefined)), new ManualTimer());
    outbox.add(play("a"));
    outbox.add(play("b"));
    outbox.flushOnLeave();
    outbox.flushOnLeave();
    expect(sent).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});

describe("IndexedDbOutboxStore", () => {
  it("keeps plays over a reload and removes them by id", async () => {
    const factory = new IDBFactory();
    const before = new IndexedDbOutboxStore(factory);
    await before.put(play("a"));
    await before.put(play("b"));
    await before.put(play("a"));
    const after = new IndexedDbOutboxStore(factory);
    expect((await after.all()).map((one) => one.eventId)).toEqual(["a", "b"]);
    await after.remove(["a"]);
    expect((await after.all()).map((one) => one.eventId)).toEqual(["b"]);
  });
});

describe("LocalHeldStore", () => {
  it("keeps what is held beside what others keep there, and passes over what is damaged", () => {
    const localStorage = new FakeStorage();
    localStorage.setItem("echotune.theme", "dark");
    localStorage.setItem("echotune.held.damaged", "{");
    const held = new LocalHeldStore(localStorage);
    held.put({ ...play("a"), heldAt: 5 });
    held.put({ ...play("b"), heldAt: 6 });
    held.remove("b");
    expect(new LocalHeldStore(localStorage).all()).toEqual([{ ...play("a"), heldAt: 5 }]);
    expect(localStorage.getItem("echotune.theme")).toBe("dark");
    expect(localStorage.getItem("echotune.held.damaged")).toBeNull();
  });
});
