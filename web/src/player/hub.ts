import type { HubConnection } from "@microsoft/signalr";
import type { ChatTurnDto, DeviceDto, DeviceReport, HearingDto, LibraryScanDto, PlaybackDto, QueueDto, SettingsDto, TrainingDto } from "../api/types";
import type { Connection } from "./store";

/** What the server pushes, by the names on the wire. */
export interface HubMessages {
  PlaybackChanged: (playback: PlaybackDto) => void;
  QueueChanged: (queue: QueueDto) => void;
  DevicesChanged: (devices: DeviceDto[]) => void;
  LibraryProgressed: (scan: LibraryScanDto) => void;
  LibraryChanged: () => void;
  TrackListened: (hearing: HearingDto) => void;
  PlaylistsChanged: () => void;
  TrackRated: (trackId: string, isLiked: boolean, isDisliked: boolean, isSaved: boolean) => void;
  TurnAdded: (turn: ChatTurnDto) => void;
  SettingsChanged: (settings: SettingsDto) => void;
  RecommendationsChanged: () => void;
  TrainingChanged: (training: TrainingDto) => void;
}

/** What the engine calls. */
export interface PlayerLink {
  report(report: DeviceReport): Promise<void>;
  advance(deviceId: string, itemId: string): Promise<void>;
}

const retryDelays = [0, 500, 1000, 2000, 4000, 8000];

/** The live line to the server; it comes back by itself, for ever. */
export class PlayerHub implements PlayerLink {
  private connection: HubConnection | null = null;
  private stopped = false;

  constructor(
    private readonly deviceId: string,
    private readonly deviceName: string,
    private readonly messages: HubMessages,
    private readonly onState: (state: Connection) => void,
    /** After every (re)connection: what was missed must be fetched. */
    private readonly onJoined: (devices: DeviceDto[]) => void,
  ) {}

  async start(): Promise<void> {
    // The library is a fifth of the page's code and not needed to draw it.
    const { HubConnectionBuilder, LogLevel } = await import("@microsoft/signalr");
    const connection = new HubConnectionBuilder()
      .withUrl("/hubs/player")
      .configureLogging(LogLevel.None)
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryDelays[context.previousRetryCount] ?? 10_000 })
      .build();
    for (const [name, handler] of Object.entries(this.messages)) connection.on(name, handler as (...args: unknown[]) => void);
    connection.onreconnecting(() => this.onState("reconnecting"));
    connection.onreconnected(() => void this.join());
    connection.onclose(() => {
      this.onState("offline");
      if (!this.stopped) setTimeout(() => void this.connect(0), 2000);
    });
    this.connection = connection;
    await this.connect(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.connection?.stop();
  }

  async report(report: DeviceReport): Promise<void> {
    await this.invoke("Report", report);
  }

  async advance(deviceId: string, itemId: string): Promise<void> {
    await this.invoke("Advance", deviceId, itemId);
  }

  private async connect(attempt: number): Promise<void> {
    if (this.stopped || !this.connection) return;
    try {
      await this.connection.start();
      await this.join();
    } catch {
      this.onState(attempt === 0 ? "reconnecting" : "offline");
      setTimeout(() => void this.connect(attempt + 1), retryDelays[Math.min(attempt + 1, retryDelays.length - 1)]);
    }
  }

  private async join(): Promise<void> {
    const devices = await this.invoke<DeviceDto[]>("RegisterDevice", this.deviceId, this.deviceName);
    this.onState("online");
    this.onJoined(devices ?? []);
  }

  private async invoke<T>(name: string, ...args: unknown[]): Promise<T> {
    if (!this.connection) throw new Error("not connected");
    return await this.connection.invoke<T>(name, ...args);
  }
}
