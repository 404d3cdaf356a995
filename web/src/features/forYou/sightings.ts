interface SightingParts {
  timer: { set(callback: () => void, ms: number): unknown; clear(handle: unknown): void };
  /** Whether somebody can see the page at all. */
  isVisible: () => boolean;
  onSeen: (trackId: string) => void;
}

/** So long something must be in view to count as seen. */
export const sightMs = 1_000;

/** Which recommendations were truly seen: each once for every answer. */
export class Sightings {
  private answer: string | null = null;
  private readonly inView = new Map<string, unknown>();
  private readonly seen = new Set<string>();

  constructor(private readonly parts: SightingParts) {}

  /** Another answer is shown: what is in view begins anew. The same one again changes nothing. */
  begin(answer: string): void {
    if (answer === this.answer) return;
    this.answer = answer;
    this.seen.clear();
    for (const trackId of [...this.inView.keys()]) {
      this.leave(trackId);
      this.enter(trackId);
    }
  }

  enter(trackId: string): void {
    if (this.inView.has(trackId)) return;
    this.inView.set(trackId, this.seen.has(trackId) ? null : this.wait(trackId));
  }

  leave(trackId: string): void {
    const handle = this.inView.get(trackId);
    if (handle !== undefined && handle !== null) this.parts.timer.clear(handle);
    this.inView.delete(trackId);
  }

  stop(): void {
    for (const trackId of [...this.inView.keys()]) this.leave(trackId);
  }

  private wait(trackId: string): unknown {
    return this.parts.timer.set(() => {
      // In a tab behind another one nobody sees it: its second begins when the tab is looked at.
      if (!this.parts.isVisible()) {
        this.inView.set(trackId, this.wait(trackId));
        return;
      }
      this.inView.set(trackId, null);
      this.seen.add(trackId);
      this.parts.onSeen(trackId);
    }, sightMs);
  }
}
