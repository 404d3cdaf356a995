import type { QueryClient } from "@tanstack/react-query";
import { endpoints } from "../api/endpoints";
import { newId } from "../api/ids";
import { keys } from "../api/keys";
import type { ConversationDto, HearingDto, LibraryScanDto, ModelsDto, PlaybackDto, SettingsDto } from "../api/types";
import { patchTrack } from "../api/patch";
import { ServerClock } from "./clock";
import { Coalesced } from "./coalesced";
import { Commands } from "./commands";
import { AudioGraph, ElementDeck } from "./deck";
import { Dismissals } from "./dismissals";
import { claimDevice, deviceIdOf, deviceName } from "./device";
import { PlayerEngine } from "./engine";
import { fallbackFormat } from "./format";
import { PlayerHub } from "./hub";
import { MediaKeys } from "./mediaSession";
import { heldPrefix, IndexedDbOutboxStore, LocalHeldStore, PlayOutbox } from "./outbox";
import { PlayRecorder, type Handover } from "./recorder";
import { PlayerStore } from "./store";

const handoverKey = "echotune.handover";

/** What the page before this one in the tab was hearing. */
function takeHandover(session: Storage): Handover | null {
  const text = session.getItem(handoverKey);
  session.removeItem(handoverKey);
  try {
    return text ? (JSON.parse(text) as Handover) : null;
  } catch {
    return null;
  }
}

export interface Player {
  deviceId: string;
  store: PlayerStore;
  clock: ServerClock;
  engine: PlayerEngine;
  commands: Commands;
  dismissals: Dismissals;
  /** Position of now playing as heard or, on a remote, as computed; in milliseconds. */
  positionMs: () => number;
  setReplayGain: (on: boolean) => void;
}

function addTurn(known: ConversationDto | undefined, turn: ConversationDto["turns"][number]): ConversationDto | undefined {
  if (!known) return known;
  if (known.turns.some((one) => one.turnId === turn.turnId)) return known;
  const isOther = known.conversationId !== null && known.conversationId !== turn.conversationId;
  return { conversationId: turn.conversationId, turns: isOther ? [turn] : [...known.turns, turn] };
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(work, { timeout: 700 });
  else setTimeout(work, 100);
}

/** Joins the parts of the player to this page. */
export function createPlayer(queries: QueryClient): Player {
  const navigation = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  const deviceId = deviceIdOf({ session: sessionStorage, local: localStorage, newId }, navigation?.type === "reload");
  claimDevice(localStorage, deviceId, window);
  const name = deviceName(navigator.userAgent);

  const store = new PlayerStore();
  const clock = new ServerClock();
  const outbox = new PlayOutbox(new IndexedDbOutboxStore(), new LocalHeldStore(localStorage), (plays, keepalive) => endpoints.sendPlays(plays, keepalive));
  const recorder = new PlayRecorder(outbox, name, { elapsed: () => performance.now(), date: () => new Date(), newId });
  const timer = { set: (callback: () => void, ms: number) => setTimeout(callback, ms), clear: (handle: unknown) => clearTimeout(handle as number) };
  const dismissals = new Dismissals({ outbox, device: name, timer, date: () => new Date(), newId });
  const graph = new AudioGraph("AudioContext" in window ? () => new AudioContext({ latencyHint: "playback" }) : null);
  const elements = [new Audio(), new Audio()] as const;

  const accept = (playback: PlaybackDto) => {
    clock.observe(playback.serverTime);
    store.apply({ kind: "playback", playback });
    const accepted = store.get().playback;
    if (accepted === playback) engine.sync(playback);
    showMedia();
  };

  const refresh = async () => {
    const [playback, queue] = await Promise.all([endpoints.playback(), endpoints.queue()]);
    accept(playback);
    store.apply({ kind: "queue", queue });
  };

  // Every event may change recommendations: lists follow at once, and then once a second at most.
  const recommendations = new Coalesced(() => void queries.invalidateQueries({ queryKey: keys.recommendations }), 1_000, timer);

  let wasOffline = false;
  const hub = new PlayerHub(
    deviceId,
    name,
    {
      PlaybackChanged: accept,
      QueueChanged: (queue) => store.apply({ kind: "queue", queue }),
      DevicesChanged: (devices) => store.apply({ kind: "devices", devices }),
      LibraryProgressed: (scan) => queries.setQueryData<LibraryScanDto>(keys.scan, scan),
      LibraryChanged: () => void queries.invalidateQueries({ queryKey: keys.library }),
      TrackListened: (hearing) => {
        queries.setQueryData<HearingDto>(keys.hearing(hearing.trackId), hearing);
        if (hearing.state === "heard") void queries.invalidateQueries({ queryKey: keys.features(hearing.trackId) });
      },
      PlaylistsChanged: () => void queries.invalidateQueries({ queryKey: keys.playlists }),
      TrackRated: (trackId, isLiked, isDisliked, isSaved) => {
        store.apply({ kind: "rated", trackId, isLiked, isDisliked, isSaved });
        patchTrack(queries, trackId, { isLiked, isDisliked, isSaved });
      },
      TurnAdded: (turn) => queries.setQueryData<ConversationDto>(keys.conversation, (known) => addTurn(known, turn)),
      SettingsChanged: (settings) => queries.setQueryData<SettingsDto>(keys.settings, settings),
      RecommendationsChanged: () => recommendations.ask(),
      TrainingChanged: (training) => {
        queries.setQueryData<ModelsDto>(keys.models, (known) => known && { ...known, training });
        if (training.state === "idle") void queries.invalidateQueries({ queryKey: keys.admin });
      },
    },
    (connection) => {
      wasOffline ||= connection !== "online";
      store.apply({ kind: "connection", connection });
    },
    (devices) => {
      store.apply({ kind: "devices", devices });
      void refresh().catch(() => undefined);
      void outbox.flush();
      if (wasOffline) void queries.invalidateQueries();
      wasOffline = false;
    },
  );

  const engine = new PlayerEngine({
    deviceId,
    decks: [new ElementDeck(elements[0], graph), new ElementDeck(elements[1], graph)],
    link: hub,
    clock,
    recorder,
    store,
    setVolume: (level) => {
      graph.setVolume(level);
      // Without an audio graph the elements themselves are turned down.
      if (!("AudioContext" in window)) for (const element of elements) element.volume = level * level;
    },
    resumeAudio: () => graph.resume(),
    fallback: fallbackFormat((mime) => elements[0].canPlayType(mime)),
    timer,
    now: Date.now,
    handover: takeHandover(sessionStorage),
  });

  const positionMs = () => {
    const playback = store.get().playback;
    if (!playback) return 0;
    const sound = engine.loadedItemId === playback.itemId ? engine.soundPositionMs : null;
    return sound ?? clock.positionOf(playback);
  };
  const commands = new Commands({ deviceId, store, accept, positionMs, unlock: () => engine.unlock() });
  const media = new MediaKeys("mediaSession" in navigator ? navigator.mediaSession : undefined, {
    play: () => void commands.resume(),
    pause: () => void commands.pause(),
    next: () => void commands.next(),
    previous: () => void commands.previous(),
    seekTo: (ms) => void commands.seek(ms),
    seekBy: (ms) => void commands.seek(positionMs() + ms),
  });
  const showMedia = () => media.show(store.get().playback, positionMs(), engine.isActive);

  for (const gesture of ["pointerdown", "keydown"] as const) window.addEventListener(gesture, () => void engine.unlock(), { capture: true, passive: true });
  window.addEventListener("pagehide", () => {
    const left = engine.leave();
    if (left) sessionStorage.setItem(handoverKey, JSON.stringify(left));
    dismissals.flush();
    outbox.flushOnLeave();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") outbox.flushOnLeave();
  });
  window.addEventListener("online", () => void outbox.flush());
  // Another tab has closed: if nothing goes on with its listening, this one tells of it.
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith(heldPrefix) && event.newValue !== null) outbox.release();
  });

  void outbox.restore();
  void refresh().catch(() => undefined);
  // Drawing the page comes first; the line is up a moment later.
  whenIdle(() => void hub.start());

  return { deviceId, store, clock, engine, commands, dismissals, positionMs, setReplayGain: (on) => engine.setReplayGain(on) };
}
