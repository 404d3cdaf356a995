import { api } from "./client";
import { call, type Options } from "./typed";
import type * as t from "./types";

export type TrackFilter = NonNullable<Options<"get", "/tracks">["query"]>;
export type AlbumFilter = NonNullable<Options<"get", "/albums">["query"]>;
export type ArtistFilter = NonNullable<Options<"get", "/artists">["query"]>;

const marks = {
  tracks: { like: "/tracks/{id}/like", dislike: "/tracks/{id}/dislike" },
  artists: { like: "/artists/{id}/like", dislike: "/artists/{id}/dislike" },
  albums: { like: "/albums/{id}/like", dislike: "/albums/{id}/dislike" },
} as const;

/** Every call of the page, one line each. */
export const endpoints = {
  session: () => api.session(),
  signIn: (body: t.SignInRequest) => call("post", "/session", { body }),
  firstAccount: (body: t.FirstAccountRequest) => call("post", "/accounts/first", { body }),

  tracks: (filter: TrackFilter, cursor?: string | null, limit = 60, signal?: AbortSignal) => call("get", "/tracks", { query: { ...filter, cursor, limit }, signal }),
  track: (id: string) => call("get", "/tracks/{id}", { path: { id } }),
  features: (id: string) => call("get", "/tracks/{id}/features", { path: { id } }),
  hearing: (id: string) => call("get", "/tracks/{id}/hearing", { path: { id } }),
  similar: (id: string, limit = 12) => call("get", "/tracks/{id}/similar", { path: { id }, query: { limit } }),
  duplicates: (id: string) => call("get", "/tracks/{id}/duplicates", { path: { id } }),
  explanation: (id: string) => call("get", "/tracks/{id}/explanation", { path: { id } }),
  rate: (what: keyof typeof marks, id: string, mark: "like" | "dislike", on: boolean) => call(on ? "put" : "delete", marks[what][mark], { path: { id } }),

  artists: (filter: ArtistFilter, cursor?: string | null, limit = 60) => call("get", "/artists", { query: { ...filter, cursor, limit } }),
  artist: (id: string) => call("get", "/artists/{id}", { path: { id } }),
  albums: (filter: AlbumFilter, cursor?: string | null, limit = 60) => call("get", "/albums", { query: { ...filter, cursor, limit } }),
  album: (id: string) => call("get", "/albums/{id}", { path: { id } }),
  genres: () => call("get", "/genres"),
  heard: () => call("get", "/genres/heard"),
  years: () => call("get", "/years"),
  search: (query: string, limit = 6, signal?: AbortSignal) => call("get", "/search", { query: { query, limit }, signal }),

  playlists: () => call("get", "/playlists"),
  playlist: (id: string) => call("get", "/playlists/{id}", { path: { id } }),
  createPlaylist: (body: t.CreatePlaylistRequest) => call("post", "/playlists", { body }),
  updatePlaylist: (id: string, body: t.UpdatePlaylistRequest) => call("patch", "/playlists/{id}", { path: { id }, body }),
  deletePlaylist: (id: string) => call("delete", "/playlists/{id}", { path: { id } }),
  addToPlaylist: (id: string, trackIds: string[]) => call("post", "/playlists/{id}/entries", { path: { id }, body: { trackIds } }),

  sendPlays: (body: t.PlayRequest[], keepalive = false) => call("post", "/plays", { body, keepalive }),
  history: (cursor?: string | null, limit = 50) => call("get", "/plays", { query: { cursor, limit } }),
  recommendations: (limit = 12) => call("get", "/recommendations", { query: { limit } }),

  playback: () => call("get", "/playback"),
  queue: () => call("get", "/playback/queue"),
  play: (body: t.PlayMusicRequest) => call("post", "/playback/play", { body }),
  radio: (body: t.StartRadioRequest) => call("post", "/playback/radio", { body }),
  control: (verb: "pause" | "resume" | "stop" | "next" | "previous") => call("post", `/playback/${verb}`),
  seek: (positionMs: number) => call("post", "/playback/seek", { body: { positionMs: Math.round(positionMs) } }),
  volume: (body: t.VolumeRequest) => call("post", "/playback/volume", { body }),
  modes: (body: t.ModesRequest) => call("post", "/playback/modes", { body }),
  sleepTimer: (body: t.SleepTimerRequest) => call("post", "/playback/sleep-timer", { body }),
  transfer: (deviceId: string) => call("post", "/playback/transfer", { body: { deviceId } }),
  queueAdd: (trackIds: string[], position: "next" | "last") => call("post", "/playback/queue", { body: { trackIds, position } }),
  queueClear: () => call("delete", "/playback/queue"),
  queueRemove: (itemId: string) => call("delete", "/playback/queue/{itemId}", { path: { itemId } }),
  queuePlay: (itemId: string) => call("post", "/playback/queue/{itemId}/play", { path: { itemId } }),
  queueMove: (itemId: string, beforeItemId: string | null) => call("post", "/playback/queue/move", { body: { itemId, beforeItemId } }),

  say: (text: string, conversationId: string | null, deviceId: string | null, turnId: string) =>
    call("post", "/chat/turns", { body: { text, conversationId, deviceId, turnId } }),
  conversation: (limit = 50) => call("get", "/chat/conversation", { query: { limit } }),
  newConversation: () => call("delete", "/chat/conversation"),

  scan: () => call("get", "/library/scan"),
  startScan: () => call("post", "/library/scan"),
  settings: () => call("get", "/settings"),
  changeSettings: (body: t.SettingsDto) => call("patch", "/settings", { body }),
};

/** Where the sound of a track is; `format` asks for a transcoded stream. */
export function streamUrl(trackId: string, format: "opus" | "aac" | null): string {
  const base = `/api/v1/tracks/${encodeURIComponent(trackId)}/stream`;
  return format ? `${base}?format=${format}` : base;
}

/** The artwork at the smallest stored size that is enough for `px` CSS pixels on a dense screen. */
export function artworkSrc(url: string, px: number): string {
  const size = px <= 56 ? 96 : px <= 240 ? 320 : 800;
  return `${url}${url.includes("?") ? "&" : "?"}size=${size}`;
}
