import { ApiError } from "../api/client";
import type { PlayRequest } from "../api/types";
import { handoverMs, type Outbox } from "./recorder";

/** An event as it is kept; `heldAt` (milliseconds) while the next page may still go on with its listening. */
export type StoredPlay = PlayRequest & { heldAt?: number };

/** Keeps events over reloads and crashes. */
export interface OutboxStore {
  put(play: StoredPlay): Promise<void>;
  all(): Promise<StoredPlay[]>;
  remove(eventIds: string[]): Promise<void>;
}

export interface OutboxTimer {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

type Send = (plays: PlayRequest[], keepalive: boolean) => Promise<unknown>;

const batchSize = 200;
/** Browsers allow 64 KiB of keepalive bodies in flight. */
const keepaliveBatch = 100;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
/** After this no page goes on any more with what was held: the time to take it up, and a little. */
export const holdMs = handoverMs + 2_000;

/** Sends plays until the server answers that it has them; the same event may go twice, the server counts it once. */
export class PlayOutbox implements Outbox {
  private readonly waiting = new Map<string, PlayRequest>();
  /** On their way in requests that outlive the page. */
  private readonly leaving = new Set<string>();
  private sending = false;
  private failures = 0;
  private handle: unknown = null;
  private holdHandle: unknown = null;

  constructor(
    private readonly store: OutboxStore,
    private readonly send: Send,
    private readonly timer: OutboxTimer = { set: (callback, ms) => setTimeout(callback, ms), clear: (handle) => clearTimeout(handle as number) },
    private readonly now: () => number = Date.now,
  ) {}

  get size(): number {
    return this.waiting.size;
  }

  add(play: PlayRequest): void {
    this.waiting.set(play.eventId, play);
    void this.store.put(play).catch(() => undefined); // A private window may have no database: memory must do.
    void this.flush();
  }

  hold(play: PlayRequest): void {
    void this.store.put({ ...play, heldAt: this.now() }).catch(() => undefined);
  }

  takeBack(eventId: string): void {
    void this.store.remove([eventId]).catch(() => undefined);
  }

  /** Takes up what an earlier page left behind; what is held may still be taken back, and is looked at again later. */
  async restore(): Promise<void> {
    const left = await this.store.all().catch(() => []);
    let next = Number.POSITIVE_INFINITY;
    for (const { heldAt, ...play } of left) {
      const rest = heldAt === undefined ? 0 : heldAt + holdMs - this.now();
      if (rest > 0) next = Math.min(next, rest);
      else if (!this.waiting.has(play.eventId)) this.waiting.set(play.eventId, play);
    }
    if (this.holdHandle !== null) this.timer.clear(this.holdHandle);
    this.holdHandle = next === Number.POSITIVE_INFINITY ? null : this.timer.set(() => void this.restore(), Math.min(next, holdMs));
    await this.flush();
  }

  /** Everything that waits goes out at once in requests that outlive the page. */
  flushOnLeave(): void {
    const plays = [...this.waiting.values()].filter((play) => !this.leaving.has(play.eventId));
    for (const play of plays) this.leaving.add(play.eventId);
    for (let from = 0; from < plays.length; from += keepaliveBatch) {
      const batch = plays.slice(from, from + keepaliveBatch);
      void this.send(batch, true)
        .then(() => this.accepted(batch))
        .catch(() => undefined) // They stay in the database for the next page.
        .finally(() => batch.forEach((play) => this.leaving.delete(play.eventId)));
    }
  }

  async flush(): Promise<void> {
    if (this.sending || this.waiting.size === 0) return;
    this.sending = true;
    this.cancelRetry();
    const batch = [...this.waiting.values()].slice(0, batchSize);
    try {
      await this.send(batch, false);
      this.failures = 0;
      await this.accepted(batch);
    } catch (error) {
      if (error instanceof ApiError && error.status === 400) {
        // Never acceptable: drop it, or it blocks all that follow. Of a batch, find the bad one by sending each alone.
        if (batch.length === 1) await this.accepted(batch);
        else await this.sendOneByOne(batch);
      } else {
        this.failures++;
        this.retryLater();
        return;
      }
    } finally {
      this.sending = false;
    }
    if (this.waiting.size > 0 && this.handle === null) await this.flush();
  }

  private async sendOneByOne(batch: PlayRequest[]): Promise<void> {
    for (const play of batch) {
      try {
        await this.send([play], false);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 400)) {
          this.failures++;
          this.retryLater();
          return;
        }
      }
      await this.accepted([play]);
    }
  }

  private async accepted(plays: PlayRequest[]): Promise<void> {
    const ids = plays.map((play) => play.eventId);
    for (const eventId of ids) this.waiting.delete(eventId);
    await this.store.remove(ids).catch(() => undefined);
  }

  private retryLater(): void {
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (this.failures - 1));
    this.cancelRetry();
    this.handle = this.timer.set(() => {
      this.handle = null;
      void this.flush();
    }, delay);
  }

  private cancelRetry(): void {
    if (this.handle !== null) this.timer.clear(this.handle);
    this.handle = null;
  }
}

const storeName = "plays";

/** Plays in IndexedDB, keyed by event id. */
export class IndexedDbOutboxStore implements OutboxStore {
  private database: Promise<IDBDatabase> | null = null;

  constructor(
    private readonly factory: IDBFactory = indexedDB,
    private readonly name = "echotune",
  ) {}

  async put(play: StoredPlay): Promise<void> {
    await this.run("readwrite", (store) => store.put(play));
  }

  async all(): Promise<StoredPlay[]> {
    return (await this.run("readonly", (store) => store.getAll())) as StoredPlay[];
  }

  async remove(eventIds: string[]): Promise<void> {
    await this.run("readwrite", (store) => {
      for (const eventId of eventIds) store.delete(eventId);
      return null;
    });
  }

  private async run(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest | null): Promise<unknown> {
    const database = await (this.database ??= this.open());
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = work(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB failed"));
    });
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = this.factory.open(this.name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "eventId" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
    });
  }
}
