import type { components } from "./schema";

/** The shapes of the HTTP API, from its OpenAPI description (`npm run api` makes them anew), by the names that the server gives them. */
type Schemas = components["schemas"];

export type AlbumDto = Schemas["AlbumDto"];
export type ArtistDto = Schemas["ArtistDto"];
export type ChatCallDto = Schemas["ChatCallDto"];
export type ChatTurnDto = Schemas["ChatTurnDto"];
export type ComparisonDto = Schemas["ComparisonDto"];
export type ConversationDto = Schemas["ConversationDto"];
export type CreatePlaylistRequest = Schemas["CreatePlaylistRequest"];
export type DeviceDto = Schemas["DeviceDto"];
export type DriftAlertDto = Schemas["DriftAlertDto"];
export type ExperimentArmDto = Schemas["ExperimentArmDto"];
export type ExperimentChangeDto = Schemas["ExperimentChangeDto"];
export type ExperimentDto = Schemas["ExperimentDto"];
export type ExperimentsDto = Schemas["ExperimentsDto"];
export type ExplanationDto = Schemas["ExplanationDto"];
export type FeatureSummaryDto = Schemas["FeatureSummaryDto"];
export type FeedbackRequest = Schemas["FeedbackRequest"];
export type FirstAccountRequest = Schemas["FirstAccountRequest"];
export type GenreDto = Schemas["GenreDto"];
export type GuardRailDto = Schemas["GuardRailDto"];
export type HearingDto = Schemas["HearingDto"];
export type HistoryItemDto = Schemas["HistoryItemDto"];
export type LearningDataDto = Schemas["LearningDataDto"];
export type LibraryScanDto = Schemas["LibraryScanDto"];
export type ModelDto = Schemas["ModelDto"];
export type ModelPartDto = Schemas["ModelPartDto"];
export type ModelsDto = Schemas["ModelsDto"];
export type ModesRequest = Schemas["ModesRequest"];
export type NewExperimentDto = Schemas["NewExperimentDto"];
export type PlayMusicRequest = Schemas["PlayMusicRequest"];
export type PlayRequest = Schemas["PlayRequest"];
export type PlaybackDto = Schemas["PlaybackDto"];
export type PlaylistDetailsDto = Schemas["PlaylistDetailsDto"];
export type PlaylistDto = Schemas["PlaylistDto"];
export type PlaylistEntryDto = Schemas["PlaylistEntryDto"];
export type PlaylistLine = Schemas["PlaylistLine"];
export type PreviewDto = Schemas["PreviewDto"];
export type PreviewItemDto = Schemas["PreviewItemDto"];
export type PreviewRequest = Schemas["PreviewRequest"];
export type QueueDto = Schemas["QueueDto"];
export type QueueItemDto = Schemas["QueueItemDto"];
export type RecommendationDto = Schemas["RecommendationDto"];
export type RecommendationsDto = Schemas["RecommendationsDto"];
export type ScanFailureDto = Schemas["ScanFailureDto"];
export type SearchDto = Schemas["SearchDto"];
export type SessionDto = Schemas["SessionDto"];
export type SettingsDto = Schemas["SettingsDto"];
export type SignInRequest = Schemas["SignInRequest"];
export type SimilarTrackDto = Schemas["SimilarTrackDto"];
export type SoFarDto = Schemas["SoFarDto"];
export type SleepTimerRequest = Schemas["SleepTimerRequest"];
export type StartRadioRequest = Schemas["StartRadioRequest"];
export type StrategiesDto = Schemas["StrategiesDto"];
export type StrategyDayDto = Schemas["StrategyDayDto"];
export type StrategyMetricsDto = Schemas["StrategyMetricsDto"];
export type TrackDto = Schemas["TrackDto"];
export type TrackFeaturesDto = Schemas["TrackFeaturesDto"];
export type TrainingDto = Schemas["TrainingDto"];
export type UpdatePlaylistRequest = Schemas["UpdatePlaylistRequest"];
export type VolumeRequest = Schemas["VolumeRequest"];
export type YearDto = Schemas["YearDto"];

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export type PlayKind = "played" | "completed" | "skipped" | "liked" | "disliked" | "dismissed" | "queued" | "seeked";
export type RepeatMode = "off" | "track" | "queue";
export type QueueLayer = "next" | "queued" | "context" | "upNext";

/** What the active device tells about its sound, over the hub. */
export interface DeviceReport {
  deviceId: string;
  itemId: string | null;
  positionMs: number;
  isPlaying: boolean;
  isBlocked: boolean;
}

export type FeedbackKind = "shown" | "opened" | "liked" | "disliked" | "dismissed";
