import type { ChatCallDto, ExplanationDto, PlaylistDto, TrackDto } from "../../api/types";

/** What a call brought that can be shown, whatever the tool. */
export interface CallResult {
  succeeded: boolean;
  summary: string;
  tracks: TrackDto[];
  reasons: (string | null)[];
  playlist: PlaylistDto | null;
  explanation: ExplanationDto | null;
}

type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const isTrack = (value: unknown): value is TrackDto => isBag(value) && typeof value["id"] === "string" && typeof value["title"] === "string" && typeof value["artistId"] === "string";

/** Tracks stand bare in a list, or inside items that say why. */
function tracksOf(list: unknown): [TrackDto, string | null][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown): [TrackDto, string | null][] => {
    const reason = isBag(item) && typeof item["reason"] === "string" ? item["reason"] : null;
    if (isTrack(item)) return [[item, reason]];
    if (isBag(item) && isTrack(item["track"])) return [[item["track"], reason]];
    return [];
  });
}

function explanationOf(value: unknown): ExplanationDto | null {
  if (!isBag(value) || typeof value["sentence"] !== "string") return null;
  return {
    track: value["track"] as TrackDto,
    sentence: value["sentence"],
    strategies: isBag(value["strategies"]) ? (value["strategies"] as Record<string, number>) : {},
    becauseOf: tracksOf(value["becauseOf"]).map(([track]) => track),
    facts: Array.isArray(value["facts"]) ? value["facts"].filter((fact): fact is string => typeof fact === "string") : [],
  };
}

export function readResult(call: ChatCallDto): CallResult {
  const result = isBag(call.result) ? call.result : {};
  const data: Bag = isBag(result["data"]) ? { ...result, ...result["data"] } : result;
  let tracks = tracksOf(data["tracks"] ?? data["items"]);
  if (tracks.length === 0 && isTrack(data["track"])) tracks = [[data["track"], null]];
  const playlist = isBag(data["playlist"]) ? (isBag(data["playlist"]["playlist"]) ? data["playlist"]["playlist"] : data["playlist"]) : null;
  return {
    succeeded: result["succeeded"] !== false,
    summary: typeof result["summary"] === "string" ? result["summary"] : "",
    tracks: tracks.map(([track]) => track),
    reasons: tracks.map(([, reason]) => reason),
    playlist: playlist && typeof playlist["id"] === "string" && typeof playlist["title"] === "string" ? (playlist as unknown as PlaylistDto) : null,
    explanation: explanationOf(data["explanation"]),
  };
}

