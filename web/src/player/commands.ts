import { endpoints } from "../api/endpoints";
import type { PlaybackDto, PlayMusicRequest, QueueDto, RepeatMode, StartRadioRequest } from "../api/types";
import type { PlayerStore } from "./store";

interface CommandParts {
  deviceId: string;
  store: PlayerStore;
  accept: (playback: PlaybackDto) => void;
  positionMs: () => number;
  unlock: () => Promise<void>;
}

const backToStartMs = 3000;

/** What a listener does to playback from this page; each answer is taken over at once, the push that follows changes nothing more. */
export class Commands {
  constructor(private readonly parts: CommandParts) {}

  async play(request: PlayMusicRequest): Promise<void> {
    await this.ensureDevice();
    this.parts.accept(await endpoints.play(request));
  }

  async radio(request: StartRadioRequest): Promise<void> {
    await this.ensureDevice();
    this.parts.accept(await endpoints.radio(request));
  }

  async resume(): Promise<void> {
    const playback = this.parts.store.get().playback;
    await this.ensureDevice();
    if (!playback?.track) this.parts.accept(await endpoints.play({}));
    else if (!this.parts.store.get().playback?.isPlaying) this.parts.accept(await endpoints.control("resume"));
    await this.parts.unlock();
  }

  async pause(): Promise<void> {
    this.parts.accept(await endpoints.control("pause"));
  }

  toggle(): Promise<void> {
    const { playback, isBlocked } = this.parts.store.get();
    return playback?.isPlaying && !isBlocked ? this.pause() : this.resume();
  }

  async next(): Promise<void> {
    await this.ensureDevice();
    this.parts.accept(await endpoints.control("next"));
  }

  /** The start of the track first; the track before it when it has only just begun. */
  async previous(): Promise<void> {
    await this.ensureDevice();
    this.parts.accept(this.parts.positionMs() > backToStartMs ? await endpoints.seek(0) : await endpoints.control("previous"));
  }

  async seek(positionMs: number): Promise<void> {
    const duration = this.parts.store.get().playback?.track?.durationMs;
    if (duration === undefined) return;
    this.parts.accept(await endpoints.seek(Math.min(Math.max(0, positionMs), duration)));
  }

  async setVolume(percent: number): Promise<void> {
    const level = Math.round(Math.min(100, Math.max(0, percent)));
    this.parts.store.apply({ kind: "volume", percent: level, isMuted: false });
    this.parts.accept(await endpoints.volume({ percent: level, isMuted: false }));
  }

  async toggleMute(): Promise<void> {
    const playback = this.parts.store.get().playback;
    if (!playback) return;
    this.parts.store.apply({ kind: "volume", percent: playback.volumePercent, isMuted: !playback.isMuted });
    this.parts.accept(await endpoints.volume({ isMuted: !playback.isMuted }));
  }

  async toggleShuffle(): Promise<void> {
    this.parts.accept(await endpoints.modes({ shuffle: !this.parts.store.get().playback?.shuffle }));
  }

  async cycleRepeat(): Promise<void> {
    const order: RepeatMode[] = ["off", "queue", "track"];
    const now = (this.parts.store.get().playback?.repeat ?? "off") as RepeatMode;
    this.parts.accept(await endpoints.modes({ repeat: order[(order.indexOf(now) + 1) % order.length] }));
  }

  async sleepTimer(body: { minutes?: number; endOfTrack?: boolean; off?: boolean }): Promise<void> {
    this.parts.accept(await endpoints.sleepTimer(body));
  }

  async transfer(deviceId: string): Promise<void> {
    this.parts.accept(await endpoints.transfer(deviceId));
  }

  enqueue(trackIds: string[], position: "next" | "last"): Promise<void> {
    return this.changeQueue(endpoints.queueAdd(trackIds, position));
  }

  removeItem(itemId: string): Promise<void> {
    return this.changeQueue(endpoints.queueRemove(itemId));
  }

  moveItem(itemId: string, beforeItemId: string | null): Promise<void> {
    return this.changeQueue(endpoints.queueMove(itemId, beforeItemId));
  }

  clearQueue(): Promise<void> {
    return this.changeQueue(endpoints.queueClear());
  }

  async playItem(itemId: string): Promise<void> {
    await this.ensureDevice();
    await this.changeQueue(endpoints.queuePlay(itemId));
  }

  /** With no device to make the sound, the page on which somebody presses play becomes it. */
  private async ensureDevice(): Promise<void> {
    const { playback, devices } = this.parts.store.get();
    const active = playback?.device;
    // One that closed a moment ago may still be named, but it is no longer among those that are open.
    const isOpen = active && (devices.length === 0 || devices.some((device) => device.id === active.id));
    if (!isOpen) this.parts.accept(await endpoints.transfer(this.parts.deviceId));
  }

  private async changeQueue(answer: Promise<QueueDto>): Promise<void> {
    const queue = await answer;
    if (queue) this.parts.store.apply({ kind: "queue", queue });
  }
}
