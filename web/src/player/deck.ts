import type { Transcode } from "./format";

export interface DeckSource {
  itemId: string;
  trackId: string;
  url: string;
  format: Transcode;
  gainDb: number;
}

export interface DeckEvents {
  onEnded: () => void;
  onTime: () => void;
  onWaiting: () => void;
  onPlaying: () => void;
  /** `isDecode`: the browser can't decode it, so another format may do. */
  onError: (isDecode: boolean) => void;
}

/** One of the two things that can make sound; the engine mixes two of them. */
export interface Deck {
  readonly source: DeckSource | null;
  readonly positionMs: number;
  readonly durationMs: number | null;
  readonly isPaused: boolean;
  events: DeckEvents | null;
  /** `isWanted`: it sounds now or soon; otherwise only what is needed to know its length is fetched. */
  load(source: DeckSource, isWanted: boolean): void;
  unload(): void;
  seek(ms: number): void;
  play(): Promise<void>;
  pause(): void;
  /** Moves the fade gain (0–1) to `to` over `ms` along an equal-power curve. */
  fade(from: number, to: number, ms: number): void;
  /** Replay gain of the loaded source in dB. */
  setGainDb(db: number): void;
}

/** Gain of an equal-power fade at `progress` 0–1: two of them, crossed, keep the power constant. */
export function equalPower(progress: number, isFadeIn: boolean): number {
  const angle = Math.min(1, Math.max(0, progress)) * (Math.PI / 2);
  return isFadeIn ? Math.sin(angle) : Math.cos(angle);
}

export function dbToGain(db: number): number {
  return 10 ** (db / 20);
}

const curvePoints = 64;

function fadeCurve(from: number, to: number): Float32Array<ArrayBuffer> {
  const curve = new Float32Array(new ArrayBuffer(curvePoints * 4));
  for (let i = 0; i < curvePoints; i++) {
    const progress = i / (curvePoints - 1);
    const shape = to >= from ? equalPower(progress, true) : 1 - equalPower(progress, false);
    curve[i] = from + (to - from) * shape;
  }
  return curve;
}

/** The audio graph that both decks share: built at the first gesture, since a browser keeps it asleep before. */
export class AudioGraph {
  context: AudioContext | null = null;
  private master: GainNode | null = null;
  private volume = 1;

  constructor(private readonly create: (() => AudioContext) | null) {}

  ensure(): AudioContext | null {
    if (!this.context && this.create) {
      this.context = this.create();
      this.master = this.context.createGain();
      this.master.gain.value = this.volume;
      this.master.connect(this.context.destination);
    }
    return this.context;
  }

  get output(): GainNode | null {
    return this.master;
  }

  /** 0–1, as heard: squared, since loudness is not linear in gain. */
  setVolume(level: number): void {
    this.volume = level * level;
    if (this.master && this.context) this.master.gain.setTargetAtTime(this.volume, this.context.currentTime, 0.015);
  }

  async resume(): Promise<boolean> {
    const context = this.ensure();
    if (!context) return true;
    if (context.state !== "running") {
      // Where a gesture is missing the promise stays open for ever: the state, a little later, tells.
      await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]).catch(() => undefined);
    }
    return (context.state as string) === "running";
  }
}

/** A deck on an `<audio>` element that flows through two gains: replay gain and fade. */
export class ElementDeck implements Deck {
  source: DeckSource | null = null;
  events: DeckEvents | null = null;
  private replayGain: GainNode | null = null;
  private fadeGain: GainNode | null = null;
  private pendingSeek: number | null = null;

  constructor(
    private readonly element: HTMLAudioElement,
    private readonly graph: AudioGraph,
  ) {
    element.addEventListener("ended", () => this.events?.onEnded());
    element.addEventListener("timeupdate", () => this.events?.onTime());
    element.addEventListener("waiting", () => this.events?.onWaiting());
    element.addEventListener("playing", () => this.events?.onPlaying());
    element.addEventListener("loadedmetadata", () => this.applySeek());
    element.addEventListener("error", () => {
      const code = element.error?.code;
      if (this.source) this.events?.onError(code === 3 || code === 4);
    });
  }

  get positionMs(): number {
    return this.pendingSeek ?? this.element.currentTime * 1000;
  }

  get durationMs(): number | null {
    return Number.isFinite(this.element.duration) ? this.element.duration * 1000 : null;
  }

  get isPaused(): boolean {
    return this.element.paused;
  }

  load(source: DeckSource, isWanted: boolean): void {
    this.source = source;
    this.pendingSeek = null;
    this.element.preload = isWanted ? "auto" : "metadata";
    this.element.src = source.url;
    this.element.load();
    this.setGainDb(source.gainDb);
  }

  unload(): void {
    this.element.pause();
    if (!this.source) return;
    this.source = null;
    this.pendingSeek = null;
    this.element.removeAttribute("src");
    this.element.load();
  }

  seek(ms: number): void {
    this.pendingSeek = ms;
    if (this.element.readyState >= 1) this.applySeek();
  }

  async play(): Promise<void> {
    this.connect();
    await this.element.play();
  }

  pause(): void {
    this.element.pause();
  }

  fade(from: number, to: number, ms: number): void {
    this.connect();
    const context = this.graph.context;
    if (!this.fadeGain || !context) return;
    const gain = this.fadeGain.gain;
    gain.cancelScheduledValues(context.currentTime);
    if (ms <= 0) gain.setValueAtTime(to, context.currentTime);
    else gain.setValueCurveAtTime(fadeCurve(from, to), context.currentTime, ms / 1000);
  }

  setGainDb(db: number): void {
    if (this.replayGain) this.replayGain.gain.value = dbToGain(db);
  }

  private applySeek(): void {
    if (this.pendingSeek === null) return;
    const seconds = this.pendingSeek / 1000;
    this.pendingSeek = null;
    if (Math.abs(this.element.currentTime - seconds) > 0.02) this.element.currentTime = seconds;
  }

  private connect(): void {
    const context = this.graph.ensure();
    if (this.fadeGain || !context || !this.graph.output) return;
    const input = context.createMediaElementSource(this.element);
    this.replayGain = context.createGain();
    this.fadeGain = context.createGain();
    input.connect(this.replayGain).connect(this.fadeGain).connect(this.graph.output);
    if (this.source) this.setGainDb(this.source.gainDb);
  }
}
