interface Timer {
  set(callback: () => void, ms: number): unknown;
}

/** Does the same work for many askings: at once for the first, then once in `everyMs` at most, and for the last one surely. */
export class Coalesced {
  private isResting = false;
  private isAsked = false;

  constructor(
    private readonly work: () => void,
    private readonly everyMs: number,
    private readonly timer: Timer,
  ) {}

  ask(): void {
    this.isAsked = true;
    if (this.isResting) return;
    this.isAsked = false;
    this.isResting = true;
    this.work();
    this.timer.set(() => {
      this.isResting = false;
      if (this.isAsked) this.ask();
    }, this.everyMs);
  }
}
