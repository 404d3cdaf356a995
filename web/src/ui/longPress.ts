/** How long a finger rests before it means "choose" instead of "open". */
export const pressMs = 450;
/** A finger that moves further than this (CSS pixels) scrolls. */
const tolerance = 10;

interface Timer {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

const real: Timer = { set: (callback, ms) => setTimeout(callback, ms), clear: (handle) => clearTimeout(handle as number) };

/** Tells a long press of a finger from a tap and from scrolling. */
export class LongPress {
  private handle: unknown = null;
  private from: { x: number; y: number } | null = null;
  private hasFired = false;

  constructor(
    private readonly onPress: () => void,
    private readonly timer: Timer = real,
  ) {}

  down(x: number, y: number): void {
    this.cancel();
    this.hasFired = false;
    this.from = { x, y };
    this.handle = this.timer.set(() => {
      this.handle = null;
      this.hasFired = true;
      this.onPress();
    }, pressMs);
  }

  move(x: number, y: number): void {
    if (this.from && Math.hypot(x - this.from.x, y - this.from.y) > tolerance) this.cancel();
  }

  cancel(): void {
    if (this.handle !== null) this.timer.clear(this.handle);
    this.handle = null;
    this.from = null;
  }

  /** Whether the click that ends this touch belongs to a long press, asked once. */
  takeClick(): boolean {
    const was = this.hasFired;
    this.hasFired = false;
    return was;
  }
}
