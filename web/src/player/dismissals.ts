import type { TrackDto } from "../api/types";
import type { Outbox } from "./recorder";

interface DismissalParts {
  outbox: Pick<Outbox, "add">;
  device: string;
  timer: { set(callback: () => void, ms: number): unknown; clear(handle: unknown): void };
  date: () => Date;
  newId: () => string;
}

/** As long as the message stands in which it can be taken back. */
export const undoMs = 8_000;

/** "Not this, not now": told once it can't be taken back any more, since an event that was told stays. */
export class Dismissals {
  private readonly waiting = new Map<string, { handle: unknown; send: () => void }>();

  constructor(private readonly parts: DismissalParts) {}

  add(track: TrackDto, source: string): void {
    const { outbox, device, timer, date, newId } = this.parts;
    if (this.waiting.has(track.id)) return;
    const startedAt = date().toISOString();
    const send = () => {
      this.waiting.delete(track.id);
      outbox.add({ eventId: newId(), trackId: track.id, kind: "dismissed", startedAt, msPlayed: 0, source, device });
    };
    this.waiting.set(track.id, { handle: timer.set(send, undoMs), send });
  }

  undo(trackId: string): void {
    const dismissal = this.waiting.get(trackId);
    if (!dismissal) return;
    this.parts.timer.clear(dismissal.handle);
    this.waiting.delete(trackId);
  }

  /** The page goes: what waits is told now. */
  flush(): void {
    for (const { handle, send } of [...this.waiting.values()]) {
      this.parts.timer.clear(handle);
      send();
    }
  }
}
