import type { PlayKind, PlayRequest, TrackDto } from "../api/types";

/** Where events wait until the server has them. */
export interface Outbox {
  add(play: PlayRequest): void;
  /** Keeps an event for the case that no page goes on with its listening; then it is told. */
  hold(play: PlayRequest): void;
  /** A page goes on with it: it is told at its end. */
  takeBack(eventId: string): void;
}

/** A listening that a page left behind, for the page that comes after it in the same tab. */
export interface Handover {
  itemId: string;
  eventId: string;
  /** ISO 8601. */
  startedAt: string;
  heardMs: number;
  /** How much of it the server was told already; 0 where it was told nothing. */
  toldMs: number;
  /** By the page's clock, in milliseconds. */
  leftAt: number;
}

/** A page that comes later than this goes on with nothing. */
export const handoverMs = 30_000;

export interface Listening {
  itemId: string;
  track: TrackDto;
  source: string | null;
  /** The moods and the activity it was asked for with. */
  wish?: string | null;
  sessionId: string | null;
  /** What an earlier page of this tab heard of it. */
  before?: Handover | null;
}

interface Open extends Listening {
  eventId: string;
  startedAt: string;
  heardMs: number;
  toldMs: number;
  runningSince: number | null;
}

export interface RecorderClock {
  /** Milliseconds that only go forward. */
  elapsed: () => number;
  date: () => Date;
  newId: () => string;
}

/** 30 s or half of the track, whichever is shorter, makes it a play. */
export function kindOf(heardMs: number, durationMs: number, reachedEnd: boolean): PlayKind {
  if (reachedEnd) return "completed";
  return heardMs >= Math.min(30_000, durationMs / 2) ? "played" : "skipped";
}

/** Measures what is really heard (no pauses, no stalls, no jumps), and tells once for each listening. */
export class PlayRecorder {
  private open: Open | null = null;

  constructor(
    private readonly outbox: Outbox,
    private readonly device: string,
    private readonly clock: RecorderClock,
  ) {}

  get current(): { itemId: string; heardMs: number } | null {
    return this.open && { itemId: this.open.itemId, heardMs: this.heard(this.open) };
  }

  /** Another listening begins; what was open before ends as left by the listener. */
  start(listening: Listening, previousPositionMs = 0): void {
    if (this.open?.itemId === listening.itemId) return;
    this.end(previousPositionMs, false);
    const { before } = listening;
    this.open = {
      ...listening,
      // What was told once is told again under a new id: the server takes an id once, and knows a listening by its track and start.
      eventId: before && before.toldMs === 0 ? before.eventId : this.clock.newId(),
      startedAt: before?.startedAt ?? this.clock.date().toISOString(),
      heardMs: before?.heardMs ?? 0,
      toldMs: before?.toldMs ?? 0,
      runningSince: null,
    };
    if (before) this.outbox.takeBack(before.eventId);
  }

  /** Sound comes out from now on. */
  running(): void {
    if (this.open && this.open.runningSince === null) this.open.runningSince = this.clock.elapsed();
  }

  /** No sound from now on (pause, stall, hand-over). */
  still(): void {
    if (!this.open || this.open.runningSince === null) return;
    this.open.heardMs = this.heard(this.open);
    this.open.runningSince = null;
  }

  seeked(toMs: number): void {
    const open = this.open;
    if (!open) return;
    this.outbox.add({ ...this.base(open), eventId: this.clock.newId(), kind: "seeked", startedAt: this.clock.date().toISOString(), msPlayed: 0, positionMs: Math.round(toMs) });
  }

  /** The listening is over. Nothing is told of a track that made no sound. */
  end(positionMs: number, reachedEnd: boolean): void {
    const play = this.close(positionMs, reachedEnd);
    if (play) this.outbox.add(play);
  }

  /** Another device goes on with the track: a short part here is no skip. */
  moved(positionMs: number): void {
    const play = this.close(positionMs, false);
    if (play && play.kind !== "skipped") this.outbox.add(play);
  }

  /**
   * The page goes, and nobody knows yet whether it is loaded anew. What counts as played is told; what doesn't is no skip either
   * as long as the next page may go on with it.
   */
  leave(positionMs: number): Handover | null {
    const open = this.open;
    const heardMs = open ? Math.round(this.heard(open)) : 0;
    const play = this.close(positionMs, false);
    if (!open || heardMs <= 0) return null;
    const handover = { itemId: open.itemId, eventId: open.eventId, startedAt: open.startedAt, heardMs, leftAt: this.clock.date().getTime() };
    if (!play) return { ...handover, toldMs: open.toldMs };
    if (play.kind === "skipped") {
      this.outbox.hold(play);
      return { ...handover, toldMs: 0 };
    }
    this.outbox.add(play);
    return { ...handover, toldMs: heardMs };
  }

  private close(positionMs: number, reachedEnd: boolean): PlayRequest | null {
    const open = this.open;
    if (!open) return null;
    this.still();
    this.open = null;
    const heardMs = Math.round(open.heardMs);
    if (heardMs <= open.toldMs) return null;
    const kind = kindOf(heardMs, open.track.durationMs, reachedEnd);
    return { ...this.base(open), eventId: open.eventId, kind, startedAt: open.startedAt, msPlayed: heardMs, positionMs: Math.max(0, Math.round(positionMs)) };
  }

  private heard(open: Open): number {
    return open.heardMs + (open.runningSince === null ? 0 : this.clock.elapsed() - open.runningSince);
  }

  private base(open: Open): Pick<PlayRequest, "trackId" | "source" | "wish" | "sessionId" | "device"> {
    return { trackId: open.track.id, source: open.source, ...(open.wish ? { wish: open.wish } : {}), sessionId: open.sessionId, device: this.device };
  }
}
