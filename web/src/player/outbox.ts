import { ApiError } from "../api/client";
import type { PlayRequest } from "../api/types";
import { handoverMs, type Outbox } from "./recorder";

/** Keeps events over reloads and crashes. */
export interface OutboxStore {
  put(play: PlayRequest): Promise<void>;
  all(): Promise<PlayRequest[]>;
  remove(eventIds: string[]): Promise<void>;
}

/** An event with whose listening the next page may still go on, since `heldAt` (milliseconds). */
export type HeldPlay = PlayRequest & { heldAt: number };

/** Keeps them where a page that is torn down in the next moment still can write: at once. */
export interface HeldStore {
  put(play: HeldPlay): void;
  all(): HeldPlay[];
  remove(eventId: string): void;
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
    private readonly held: HeldStore,
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
    this.held.put({ ...play, heldAt: this.now() });
  }

  takeBack(eventId: string): void {
    this.held.remove(eventId);
  }

  /** Takes up what an earlier page left behind. */
  async restore(): Promise<void> {
    for (const play of await this.store.all().catch(() => [])) this.waiting.set(play.eventId, play);
    this.release();
    await this.flush();
  }

  /** Tells what no page went on with in time; what may still be taken back is looked at again later. */
  release(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { heldAt, ...play } of this.held.all()) {
      const rest = heldAt + holdMs - this.now();
      if (rest > 0) {
        next = Math.min(next, rest);
        continue;
      }
      this.add(play);
      this.held.remove(play.eventId);
    }
    if (this.holdHandle !== null) this.timer.clear(this.holdHandle);
    this.holdHandle = next === Number.POSITIVE_INFINITY ? null : this.timer.set(() => this.release(), Math.min(next, holdMs));
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

/** Prefix of the keys of what is held, one a play, so that two tabs never write the same. */
export const heldPrefix = "echotune.held.";

/** What is held, in the local storage of the browser, which all its tabs share. */
export class LocalHeldStore implements HeldStore {
  constructor(private readonly storage: Storage) {}

  put(play: HeldPlay): void {
    try {
      this.storage.setItem(heldPrefix + play.eventId, JSON.stringify(play));
    } catch {
      // No room, or none allowed: a few seconds of listening are not worth more.
    }
  }

  all(): HeldPlay[] {
    const keys = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index)).filter((key) => key?.startsWith(heldPrefix));
    return keys.flatMap((key) => {
      try {
        return [JSON.parse(this.storage.getItem(key!) ?? "") as HeldPlay];
      } catch {
        this.storage.removeItem(key!);
        return [];
      }
    });
  }

  remove(eventId: string): void {
    this.storage.removeItem(heldPrefix + eventId);
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

  async put(play: PlayRequest): Promise<void> {
    await this.run("readwrite", (store) => store.put(play));
  }

  async all(): Promise<PlayRequest[]> {
    return (await this.run("readonly", (store) => store.getAll())) as PlayRequest[];
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
