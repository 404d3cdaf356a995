import { ApiError } from "../../api/client";
import { newId } from "../../api/ids";
import { call } from "../../api/typed";
import type { FeedbackKind, FeedbackRequest } from "../../api/types";

interface FeedbackParts {
  send: (batch: FeedbackRequest[], keepalive: boolean) => Promise<unknown>;
  timer: { set(callback: () => void, ms: number): unknown };
  date: () => Date;
  newId: () => string;
}

/** Several cards come into view together: they are told together. */
export const gatherMs = 1_500;
const retryMs = 15_000;
/** So many the server takes at once. What can't be told for long is forgotten, oldest first: it is about what was on the screen then. */
const mostWaiting = 100;

/** Tells the server what was seen and opened of what it recommended. An id makes it count once, however often it is sent. */
export class FeedbackBox {
  private waiting: FeedbackRequest[] = [];
  private isArmed = false;

  constructor(private readonly parts: FeedbackParts) {}

  add(kind: FeedbackKind, trackId: string): void {
    this.waiting = [...this.waiting, { eventId: this.parts.newId(), trackId, kind, at: this.parts.date().toISOString() }].slice(-mostWaiting);
    this.arm(gatherMs);
  }

  /** The page goes: what waits goes with it, in a request that outlives it. */
  leave(): void {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length > 0) this.parts.send(batch, true).catch(() => undefined);
  }

  private arm(ms: number): void {
    if (this.isArmed) return;
    this.isArmed = true;
    this.parts.timer.set(() => {
      this.isArmed = false;
      void this.flush();
    }, ms);
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    try {
      await this.parts.send(batch, false);
    } catch (error) {
      if (!(error instanceof ApiError && error.isTransient)) return;
      this.waiting = [...batch, ...this.waiting].slice(-mostWaiting);
      this.arm(retryMs);
    }
  }
}

/** That of this page. */
export const feedback = new FeedbackBox({
  send: (body, keepalive) => call("post", "/recommendations/feedback", { body, keepalive }),
  timer: { set: (callback, ms) => setTimeout(callback, ms) },
  date: () => new Date(),
  newId,
});

if (typeof window !== "undefined") window.addEventListener("pagehide", () => feedback.leave());
