import type { DeviceReport, PlaybackDto, PlayRequest, QueueItemDto, TrackDto } from "../api/types";
import type { Deck, DeckEvents, DeckSource } from "./deck";
import type { PlayerLink } from "./hub";
import type { Outbox } from "./recorder";

/** Things that tests of the player share: made-up tracks, a clock that tests move, decks without sound. */
export const aTrack = (id: string, over: Partial<TrackDto> = {}): TrackDto => ({
  id,
  title: `Title ${id}`,
  artist: "Artist",
  artistId: "artist",
  album: null,
  albumId: null,
  albumArtist: null,
  discNumber: null,
  trackNumber: null,
  year: null,
  artworkUrl: null,
  features: null,
  genres: [],
  durationMs: 100_000,
  addedAt: "2026-01-01T00:00:00Z",
  isLiked: false,
  isDisliked: false,
  isSaved: false,
  playCount: 0,
  isAvailable: true,
  gainDb: -2,
  ...over,
});

export const anItem = (itemId: string, track: TrackDto): QueueItemDto => ({ itemId, id: track.id, title: track.title, artist: track.artist, track, layer: "context", source: "chat", wish: null, reason: null });

export class ManualTime {
  now = Date.parse("2026-01-01T12:00:00Z");
  private readonly timers = new Map<number, { at: number; run: () => void }>();
  private count = 0;

  readonly timer = {
    set: (run: () => void, ms: number): unknown => {
      this.timers.set(++this.count, { at: this.now + ms, run });
      return this.count;
    },
    clear: (handle: unknown): void => {
      this.timers.delete(handle as number);
    },
  };

  iso(): string {
    return new Date(this.now).toISOString();
  }

  /** Moves on in small steps, so that what becomes due runs at its time; sounding decks move with it. */
  async advance(ms: number, decks: FakeDeck[] = []): Promise<void> {
    const end = this.now + ms;
    while (this.now < end) {
      const step = Math.min(10, end - this.now);
      this.now += step;
      for (const deck of decks) deck.elapse(step);
      for (const [handle, timer] of [...this.timers]) {
        if (timer.at <= this.now && this.timers.delete(handle)) timer.run();
      }
      await settle();
    }
  }
}

/** Lets what was promised happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await Promise.resolve();
}

export class FakeDeck implements Deck {
  source: DeckSource | null = null;
  events: DeckEvents | null = null;
  positionMs = 0;
  durationMs: number | null = 100_000;
  isPaused = true;
  isForbidden = false;
  isWanted: boolean | null = null;
  readonly fades: [number, number, number][] = [];
  readonly seeks: number[] = [];

  load(source: DeckSource, isWanted: boolean): void {
    this.isWanted = isWanted;
    this.source = source;
    this.positionMs = 0;
    this.isPaused = true;
  }

  unload(): void {
    this.source = null;
    this.isPaused = true;
    this.positionMs = 0;
  }

  seek(ms: number): void {
    this.seeks.push(ms);
    this.positionMs = ms;
  }

  play(): Promise<void> {
    if (this.isForbidden) return Promise.reject(new DOMException("no gesture", "NotAllowedError"));
    this.isPaused = false;
    this.events?.onPlaying();
    return Promise.resolve();
  }

  pause(): void {
    this.isPaused = true;
  }

  fade(from: number, to: number, ms: number): void {
    this.fades.push([from, to, ms]);
  }

  setGainDb(): void {}

  elapse(ms: number): void {
    if (this.isPaused || !this.source || this.durationMs === null) return;
    const isEnd = this.positionMs + ms >= this.durationMs;
    this.positionMs = Math.min(this.durationMs, this.positionMs + ms);
    this.events?.onTime();
    if (isEnd) {
      this.isPaused = true;
      this.events?.onEnded();
    }
  }
}

export class FakeLink implements PlayerLink {
  readonly reports: DeviceReport[] = [];
  readonly advances: string[] = [];
  isDown = false;

  report(report: DeviceReport): Promise<void> {
    this.reports.push(report);
    return Promise.resolve();
  }

  advance(_deviceId: string, itemId: string): Promise<void> {
    if (this.isDown) return Promise.reject(new Error("the line is down"));
    this.advances.push(itemId);
    return Promise.resolve();
  }
}

export class FakeOutbox implements Outbox {
  readonly plays: PlayRequest[] = [];
  readonly held = new Map<string, PlayRequest>();
  add(play: PlayRequest): void {
    this.plays.push(play);
  }
  hold(play: PlayRequest): void {
    this.held.set(play.eventId, play);
  }
  takeBack(eventId: string): void {
    this.held.delete(eventId);
  }
  of(...kinds: string[]): PlayRequest[] {
    return this.plays.filter((play) => kinds.includes(play.kind));
  }
}

export const aPlayback = (over: Partial<PlaybackDto> & { positionAt: string }): PlaybackDto => ({
  version: 1,
  isPlaying: true,
  track: null,
  itemId: null,
  positionMs: 0,
  serverTime: over.positionAt,
  volumePercent: 80,
  isMuted: false,
  shuffle: false,
  repeat: "off",
  device: { id: "me", name: "Chrome", kind: "browser", isActive: true },
  sessionId: "session",
  reason: null,
  source: null,
  wish: null,
  sleepAt: null,
  sleepAtEndOfTrack: false,
  crossfadeSeconds: 0,
  nextItem: null,
  ...over,
});

/** Storage of a browser, in memory. */
export class FakeStorage implements Storage {
  private readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  clear = () => this.items.clear();
  getItem = (key: string) => this.items.get(key) ?? null;
  key = (index: number) => [...this.items.keys()][index] ?? null;
  removeItem = (key: string) => void this.items.delete(key);
  setItem = (key: string, value: string) => void this.items.set(key, value);
}
