import type { PlaybackDto } from "../api/types";

/**
 * Difference between the server's clock and this page's, in milliseconds (server minus page).
 * A message is always older when it arrives than when it was stamped, so the largest difference seen is the nearest to the truth.
 */
export class ServerClock {
  private offset: number | null = null;
  private seenAt = 0;

  constructor(private readonly now: () => number = Date.now) {}

  observe(serverTime: string): void {
    const at = this.now();
    const sample = Date.parse(serverTime) - at;
    if (Number.isNaN(sample)) return;
    // A best sample older than five minutes is forgotten: clocks drift, and laptops sleep.
    if (this.offset === null || sample > this.offset || at - this.seenAt > 300_000) {
      this.offset = sample;
      this.seenAt = at;
    }
  }

  serverNow(): number {
    return this.now() + (this.offset ?? 0);
  }

  /** Where the sound of `playback` is at this moment, in milliseconds, within the track. */
  positionOf(playback: PlaybackDto): number {
    const since = playback.isPlaying ? Math.max(0, this.serverNow() - Date.parse(playback.positionAt)) : 0;
    const end = playback.track?.durationMs ?? Number.POSITIVE_INFINITY;
    return Math.min(Math.max(0, playback.positionMs + since), end);
  }
}
