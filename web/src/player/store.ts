import type { DeviceDto, PlaybackDto, QueueDto } from "../api/types";

export type Connection = "connecting" | "online" | "reconnecting" | "offline";

export interface PlayerState {
  playback: PlaybackDto | null;
  queue: QueueDto | null;
  devices: DeviceDto[];
  connection: Connection;
  /** The browser refused to start sound before a gesture: show Resume. */
  isBlocked: boolean;
  /** Sound stalls until more has arrived. */
  isBuffering: boolean;
  /** Why the present track makes no sound, in a sentence. */
  soundError: string | null;
}

export type PlayerEvent =
  | { kind: "playback"; playback: PlaybackDto }
  | { kind: "queue"; queue: QueueDto }
  | { kind: "devices"; devices: DeviceDto[] }
  | { kind: "connection"; connection: Connection }
  | { kind: "sound"; isBlocked?: boolean; isBuffering?: boolean; soundError?: string | null }
  | { kind: "rated"; trackId: string; isLiked: boolean; isDisliked: boolean; isSaved: boolean }
  | { kind: "volume"; percent: number; isMuted: boolean };

export const initialPlayerState: PlayerState = {
  playback: null,
  queue: null,
  devices: [],
  connection: "connecting",
  isBlocked: false,
  isBuffering: false,
  soundError: null,
};

/** What the page knows after an event. Older versions than the one known are ignored, since answers and pushes cross each other. */
export function reducePlayer(state: PlayerState, event: PlayerEvent): PlayerState {
  switch (event.kind) {
    case "playback": {
      const known = state.playback;
      if (known && event.playback.version < known.version && event.playback.sessionId === known.sessionId) return state;
      return { ...state, playback: event.playback };
    }
    case "queue":
      return state.queue && event.queue.version < state.queue.version ? state : { ...state, queue: event.queue };
    case "devices":
      return { ...state, devices: event.devices };
    case "connection":
      return state.connection === event.connection ? state : { ...state, connection: event.connection };
    case "sound":
      return {
        ...state,
        isBlocked: event.isBlocked ?? state.isBlocked,
        isBuffering: event.isBuffering ?? state.isBuffering,
        soundError: event.soundError === undefined ? state.soundError : event.soundError,
      };
    case "volume":
      return state.playback ? { ...state, playback: { ...state.playback, volumePercent: event.percent, isMuted: event.isMuted } } : state;
    case "rated": {
      const mark = { isLiked: event.isLiked, isDisliked: event.isDisliked, isSaved: event.isSaved };
      const rate = <T extends { track: PlaybackDto["track"] }>(item: T): T =>
        item.track?.id === event.trackId ? { ...item, track: { ...item.track, ...mark } } : item;
      return {
        ...state,
        playback: state.playback?.track?.id === event.trackId ? { ...state.playback, track: { ...state.playback.track, ...mark } } : state.playback,
        queue: state.queue && { ...state.queue, items: state.queue.items.map(rate), history: state.queue.history.map(rate) },
      };
    }
  }
}

/** Holds the state outside React, so that the engine works without it. */
export class PlayerStore {
  private state = initialPlayerState;
  private readonly listeners = new Set<() => void>();

  readonly get = (): PlayerState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  apply(event: PlayerEvent): void {
    const next = reducePlayer(this.state, event);
    if (next === this.state) return;
    this.state = next;
    for (const listener of this.listeners) listener();
  }
}
