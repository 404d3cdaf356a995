import { artworkSrc } from "../api/endpoints";
import type { PlaybackDto } from "../api/types";

export interface MediaCommands {
  play(): void;
  pause(): void;
  next(): void;
  previous(): void;
  seekTo(ms: number): void;
  seekBy(ms: number): void;
}

/** Lock screen, headphones and media keys. */
export class MediaKeys {
  constructor(
    private readonly session: MediaSession | undefined,
    commands: MediaCommands,
  ) {
    const on = (action: MediaSessionAction, handler: MediaSessionActionHandler) => {
      try {
        this.session?.setActionHandler(action, handler);
      } catch {
        // An action that this browser doesn't know.
      }
    };
    on("play", () => commands.play());
    on("pause", () => commands.pause());
    on("nexttrack", () => commands.next());
    on("previoustrack", () => commands.previous());
    on("seekto", (details) => details.seekTime !== undefined && commands.seekTo(details.seekTime * 1000));
    on("seekforward", (details) => commands.seekBy((details.seekOffset ?? 10) * 1000));
    on("seekbackward", (details) => commands.seekBy(-(details.seekOffset ?? 10) * 1000));
  }

  show(playback: PlaybackDto | null, positionMs: number, isHere: boolean): void {
    if (!this.session) return;
    const track = isHere ? playback?.track : null;
    if (!track) {
      this.session.metadata = null;
      this.session.playbackState = "none";
      return;
    }
    this.session.metadata = new MediaMetadata({
      title: track.title,
      artist: track.artist,
      album: track.album ?? "",
      artwork: track.artworkUrl ? [320, 800].map((size) => ({ src: artworkSrc(track.artworkUrl as string, size === 320 ? 200 : 800), sizes: `${size}x${size}` })) : [],
    });
    this.session.playbackState = playback?.isPlaying ? "playing" : "paused";
    try {
      this.session.setPositionState({ duration: track.durationMs / 1000, position: Math.min(positionMs, track.durationMs) / 1000, playbackRate: 1 });
    } catch {
      // Some browsers refuse a position that they think is past the end.
    }
  }
}
