import { streamUrl } from "../api/endpoints";
import type { PlaybackDto, QueueItemDto, TrackDto } from "../api/types";
import type { ServerClock } from "./clock";
import type { Deck, DeckSource } from "./deck";
import { isContinuation, type Transcode } from "./format";
import type { PlayerLink } from "./hub";
import { handoverMs, type Handover, type PlayRecorder } from "./recorder";
import type { PlayerStore } from "./store";

export interface EngineParts {
  deviceId: string;
  decks: [Deck, Deck];
  link: PlayerLink;
  clock: ServerClock;
  recorder: PlayRecorder;
  store: PlayerStore;
  setVolume: (level: number) => void;
  /** Wakes the audio graph; false while the browser wants a gesture first. */
  resumeAudio: () => Promise<boolean>;
  fallback: Exclude<Transcode, null> | null;
  timer: { set(callback: () => void, ms: number): unknown; clear(handle: unknown): void };
  now: () => number;
  /** What the page before this one was hearing when it was loaded anew. */
  handover?: Handover | null;
}

/** How far the sound and the server's idea of it may differ before the sound is moved. */
const toleranceMs = 1500;
const reportEveryMs = 5000;
/** Starting an element takes about this long; a gapless change begins so much early. */
const startLatencyMs = 40;
const softStopMs = 30;
const advanceRetryMs = 2000;
const prepareAgainMs = 100;

/** Makes this page sound as the server says, while this page is the active device. The server owns the state; the engine follows and reports. */
export class PlayerEngine {
  private current: Deck;
  private other: Deck;
  private playback: PlaybackDto | null = null;
  private track: TrackDto | null = null;
  private wantsSound = false;
  private replayGain = true;
  /** Our change to the next item that the server hasn't confirmed yet. */
  private ahead: { from: string; to: string } | null = null;
  private endTold: string | null = null;
  private lastReport: { itemId: string; positionMs: number } | null = null;
  private changeTimer: unknown = null;
  private reportTimer: unknown = null;
  private advanceTimer: unknown = null;
  private prepareTimer: unknown = null;
  private handover: Handover | null;

  constructor(private readonly parts: EngineParts) {
    [this.current, this.other] = parts.decks;
    this.handover = parts.handover ?? null;
    for (const deck of parts.decks) {
      deck.events = {
        onEnded: () => deck === this.current && this.onEnded(),
        onTime: () => deck === this.current && this.planChange(),
        onWaiting: () => deck === this.current && this.onStall(),
        onPlaying: () => deck === this.current && this.onSound(),
        onError: (isDecode) => this.onDeckError(deck, isDecode),
      };
    }
  }

  get isActive(): boolean {
    return this.playback?.device?.id === this.parts.deviceId;
  }

  /** Position of the sound that this page makes, in milliseconds; null when it makes none. */
  get soundPositionMs(): number | null {
    return this.isActive && this.current.source ? this.current.positionMs : null;
  }

  get loadedItemId(): string | null {
    return this.current.source?.itemId ?? null;
  }

  setReplayGain(on: boolean): void {
    this.replayGain = on;
    this.current.setGainDb(this.gainOf(this.track));
  }

  /** The server's state changed. */
  sync(playback: PlaybackDto): void {
    const before = this.playback;
    this.playback = playback;
    this.parts.setVolume(playback.isMuted ? 0 : playback.volumePercent / 100);
    if (!this.isActive || !playback.track || !playback.itemId) {
      // Taken over in the middle: the device that goes on tells the listening.
      if (playback.isPlaying && playback.itemId === this.current.source?.itemId) this.parts.recorder.moved(this.current.positionMs);
      this.silence();
      return;
    }
    if (this.ahead) {
      if (playback.itemId === this.ahead.from) {
        // The server hasn't heard of our change yet; it decides all but the track.
        this.setPlaying(playback.isPlaying);
        return;
      }
      this.clearAhead();
    }
    if (this.current.source?.itemId !== playback.itemId) this.change(playback);
    else if (this.isMovedByServer(playback, before)) this.jump(this.parts.clock.positionOf(playback));
    this.track = playback.track;
    this.setPlaying(playback.isPlaying);
    this.prepare(playback.nextItem ?? null);
    this.planChange();
  }

  /** A gesture happened: what was blocked may start. */
  async unlock(): Promise<void> {
    const isAwake = await this.parts.resumeAudio();
    if (isAwake && this.parts.store.get().isBlocked && this.isActive && this.wantsSound) {
      this.current.seek(this.current.positionMs);
      await this.start();
    }
  }

  /** The page goes: answers the open listening, so that the page that comes after it can go on with it. */
  leave(): Handover | null {
    return this.parts.recorder.leave(this.current.positionMs);
  }

  dispose(): void {
    this.silence();
    this.clearAhead();
  }

  private change(playback: PlaybackDto): void {
    const track = playback.track as TrackDto;
    const itemId = playback.itemId as string;
    this.cancelChange();
    const leftAt = this.current.positionMs;
    const old = this.current;
    if (this.other.source?.itemId === itemId) {
      [this.current, this.other] = [this.other, this.current];
    } else {
      this.other.unload();
      [this.current, this.other] = [this.other, this.current];
      this.current.load(this.sourceOf(itemId, track, null), playback.isPlaying);
    }
    this.softStop(old);
    this.begin(itemId, track, leftAt);
    this.current.seek(this.parts.clock.positionOf(playback));
    this.current.fade(0, 1, 0);
  }

  private begin(itemId: string, track: TrackDto, leftAtMs: number): void {
    this.track = track;
    this.endTold = null;
    this.lastReport = null;
    this.parts.store.apply({ kind: "sound", soundError: null, isBuffering: false });
    const before = this.handover;
    this.handover = null;
    const isSame = before?.itemId === itemId && this.parts.now() - before.leftAt < handoverMs;
    this.parts.recorder.start(
      { itemId, track, source: this.playback?.source ?? null, wish: this.playback?.wish ?? null, sessionId: this.playback?.sessionId ?? null, before: isSame ? before : null },
      leftAtMs,
    );
  }

  private setPlaying(isPlaying: boolean): void {
    this.wantsSound = isPlaying;
    if (isPlaying) {
      if (this.current.isPaused) void this.start();
    } else if (!this.current.isPaused) {
      this.current.pause();
      this.parts.recorder.still();
      this.stopReports();
      this.tell();
    }
  }

  private async start(): Promise<void> {
    const deck = this.current;
    const isAwake = await this.parts.resumeAudio();
    if (deck !== this.current || !this.wantsSound) return;
    try {
      if (!isAwake) throw new DOMException("asleep", "NotAllowedError");
      // Time passed since the server's word (loading, waking): join where the sound should be now.
      if (this.playback && this.parts.store.get().isBlocked === false && this.ahead === null && deck.source?.itemId === this.playback.itemId && this.lastReport === null)
        deck.seek(this.parts.clock.positionOf(this.playback));
      await deck.play();
      this.parts.store.apply({ kind: "sound", isBlocked: false });
      this.startReports();
      this.tell();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") {
        deck.pause();
        this.parts.recorder.still();
        this.parts.store.apply({ kind: "sound", isBlocked: true });
        this.tell();
      }
      // AbortError: another load or pause came first. Errors of the media itself arrive at onError.
    }
  }

  private onSound(): void {
    if (!this.wantsSound) return;
    this.parts.store.apply({ kind: "sound", isBuffering: false });
    this.parts.recorder.running();
    this.planChange();
  }

  private onStall(): void {
    this.parts.recorder.still();
    this.parts.store.apply({ kind: "sound", isBuffering: true });
    this.tell();
  }

  private jump(toMs: number): void {
    this.cancelChange();
    this.parts.recorder.seeked(toMs);
    this.current.seek(toMs);
    this.tell(toMs);
  }

  /** A difference counts only if the server's anchor isn't an echo of what this device reported itself. */
  private isMovedByServer(playback: PlaybackDto, before: PlaybackDto | null): boolean {
    if (before && before.itemId === playback.itemId && before.positionMs === playback.positionMs && before.positionAt === playback.positionAt) return false;
    const echo = this.lastReport;
    if (echo && echo.itemId === playback.itemId && Math.abs(echo.positionMs - playback.positionMs) < 300) return false;
    return Math.abs(this.parts.clock.positionOf(playback) - this.current.positionMs) > toleranceMs;
  }

  /** Has the next item loaded, once the second deck has faded out what it played. */
  private prepare(next: QueueItemDto | null): void {
    if (this.prepareTimer !== null) this.parts.timer.clear(this.prepareTimer);
    this.prepareTimer = null;
    if (next && this.other.source?.itemId === next.itemId) return;
    if (!this.other.isPaused) {
      this.prepareTimer = this.parts.timer.set(() => this.prepare(this.isActive ? (this.playback?.nextItem ?? null) : null), prepareAgainMs);
      return;
    }
    this.other.unload();
    if (next && this.wantsSound) this.other.load(this.sourceOf(next.itemId, next.track, null), true);
  }

  /** Sets the moment at which the next item starts, once the end is near. */
  private planChange(): void {
    const next = this.playback?.nextItem;
    if (this.changeTimer !== null || !this.wantsSound || this.ahead || !next || this.other.source?.itemId !== next.itemId) return;
    const duration = this.current.durationMs ?? this.track?.durationMs ?? null;
    if (duration === null) return;
    const crossfade = this.crossfadeMs(next.track, duration);
    const until = duration - this.current.positionMs - (crossfade > 0 ? crossfade : startLatencyMs);
    if (until > 1500) return;
    this.changeTimer = this.parts.timer.set(
      () => {
        this.changeTimer = null;
        void this.goOn(next, crossfade);
      },
      Math.max(0, until),
    );
  }

  private crossfadeMs(next: TrackDto, durationMs: number): number {
    if (isContinuation(this.track, next) || this.playback?.sleepAtEndOfTrack) return 0;
    return Math.min((this.playback?.crossfadeSeconds ?? 0) * 1000, durationMs / 3, next.durationMs / 3);
  }

  /** The next item starts by itself: the page changes first, the server is told. */
  private async goOn(next: QueueItemDto, crossfadeMs: number): Promise<void> {
    const from = this.current.source?.itemId;
    if (!from || !this.wantsSound || this.playback?.nextItem?.itemId !== next.itemId || this.playback.sleepAtEndOfTrack) return;
    const old = this.current;
    [this.current, this.other] = [this.other, this.current];
    this.ahead = { from, to: next.itemId };
    const overlap = Math.max(crossfadeMs, startLatencyMs);
    old.fade(1, 0, overlap);
    this.parts.timer.set(() => old !== this.current && old.source?.itemId === from && old.unload(), overlap + 200);
    this.parts.recorder.end(this.track?.durationMs ?? 0, true);
    this.begin(next.itemId, next.track, 0);
    this.current.seek(0);
    this.current.fade(0, 1, overlap);
    this.advance(from);
    await this.start();
  }

  private onEnded(): void {
    const itemId = this.current.source?.itemId;
    if (!itemId || this.endTold === itemId) return;
    this.endTold = itemId;
    this.cancelChange();
    this.parts.recorder.end(this.track?.durationMs ?? 0, true);
    this.stopReports();
    this.advance(itemId);
  }

  private advance(itemId: string): void {
    if (this.advanceTimer !== null) this.parts.timer.clear(this.advanceTimer);
    this.advanceTimer = null;
    this.parts.link.advance(this.parts.deviceId, itemId).catch(() => {
      // The line is down: music goes on, and the server hears of it when it can. It ignores what it knows.
      this.advanceTimer = this.parts.timer.set(() => this.advance(itemId), advanceRetryMs);
    });
  }

  private onDeckError(deck: Deck, isDecode: boolean): void {
    const source = deck.source;
    if (!source) return;
    if (isDecode && source.format === null && this.parts.fallback) {
      const track = deck === this.current ? this.track : (this.playback?.nextItem?.track ?? null);
      if (track && track.id === source.trackId) {
        const at = deck.positionMs;
        deck.load(this.sourceOf(source.itemId, track, this.parts.fallback), this.wantsSound);
        if (at > 0) deck.seek(at);
        if (deck === this.current && this.wantsSound) void this.start();
        return;
      }
    }
    if (deck !== this.current) {
      deck.unload();
      return;
    }
    this.parts.recorder.still();
    this.parts.store.apply({ kind: "sound", isBuffering: false, soundError: `“${this.track?.title ?? "This track"}” can't be played here.` });
    if (this.wantsSound && this.endTold !== source.itemId) {
      this.endTold = source.itemId;
      this.parts.recorder.end(this.current.positionMs, false);
      this.advance(source.itemId);
    }
  }

  private silence(): void {
    this.wantsSound = false;
    this.cancelChange();
    this.clearAhead();
    this.stopReports();
    if (this.current.source) this.parts.recorder.end(this.current.positionMs, false);
    this.current.unload();
    this.other.unload();
    this.track = null;
    this.parts.store.apply({ kind: "sound", isBlocked: false, isBuffering: false, soundError: null });
  }

  /** Ends sound without a click. */
  private softStop(deck: Deck): void {
    const itemId = deck.source?.itemId;
    if (!itemId) return;
    if (deck.isPaused) {
      deck.unload();
      return;
    }
    deck.fade(1, 0, softStopMs);
    this.parts.timer.set(() => {
      if (deck !== this.current && deck.source?.itemId === itemId) deck.unload();
    }, softStopMs + 10);
  }

  private clearAhead(): void {
    this.ahead = null;
    if (this.advanceTimer !== null) this.parts.timer.clear(this.advanceTimer);
    this.advanceTimer = null;
  }

  private cancelChange(): void {
    if (this.changeTimer !== null) this.parts.timer.clear(this.changeTimer);
    this.changeTimer = null;
  }

  private startReports(): void {
    if (this.reportTimer !== null) return;
    const again = () => {
      this.reportTimer = this.parts.timer.set(() => {
        this.tell();
        again();
      }, reportEveryMs);
    };
    again();
  }

  private stopReports(): void {
    if (this.reportTimer !== null) this.parts.timer.clear(this.reportTimer);
    this.reportTimer = null;
  }

  private tell(positionMs = this.current.positionMs): void {
    const itemId = this.current.source?.itemId;
    if (!itemId || !this.isActive) return;
    const rounded = Math.max(0, Math.round(positionMs));
    this.lastReport = { itemId, positionMs: rounded };
    const { isBlocked } = this.parts.store.get();
    this.parts.link
      .report({ deviceId: this.parts.deviceId, itemId, positionMs: rounded, isPlaying: this.wantsSound && !isBlocked, isBlocked })
      .catch(() => undefined); // The next report tells it.
  }

  private sourceOf(itemId: string, track: TrackDto, format: Transcode): DeckSource {
    return { itemId, trackId: track.id, url: streamUrl(track.id, format), format, gainDb: this.gainOf(track) };
  }

  private gainOf(track: TrackDto | null): number {
    return this.replayGain ? (track?.gainDb ?? 0) : 0;
  }
}
