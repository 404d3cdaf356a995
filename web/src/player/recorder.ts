import type { PlayKind, PlayRequest, TrackDto } from "../api/types";

/** Where events wait until the server has them. */
export interface Outbox {
  add(play: PlayRequest): void;
}

export interface Listening {
  itemId: string;
  track: TrackDto;
  source: string | null;
  sessionId: string | null;
  /** Heard before on this device, and told already (a reload): a short rest is no skip. */
  isContinued?: boolean;
}

interface Open extends Listening {
  eventId: string;
  startedAt: Date;
  heardMs: number;
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
    this.open = { ...listening, eventId: this.clock.newId(), startedAt: this.clock.date(), heardMs: 0, runningSince: null };
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
    const open = this.open;
    if (!open) return;
    this.still();
    this.open = null;
    const heardMs = Math.round(open.heardMs);
    if (heardMs <= 0) return;
    const kind = kindOf(heardMs, open.track.durationMs, reachedEnd);
    if (open.isContinued && kind === "skipped") return;
    this.outbox.add({ ...this.base(open), eventId: open.eventId, kind, startedAt: open.startedAt.toISOString(), msPlayed: heardMs, positionMs: Math.max(0, Math.round(positionMs)) });
  }

  private heard(open: Open): number {
    return open.heardMs + (open.runningSince === null ? 0 : this.clock.elapsed() - open.runningSince);
  }

  private base(open: Open): Pick<PlayRequest, "trackId" | "source" | "sessionId" | "device"> {
    return { trackId: open.track.id, source: open.source, sessionId: open.sessionId, device: this.device };
  }
}
