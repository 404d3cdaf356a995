/** Shapes of what is learnt, tuned and tried out. */
export interface LearningDataDto {
  listeners: number;
  tracks: number;
  events: number;
  interactions: number;
  sessions: number;
  lastEventAt: string | null;
}

export interface ModelPartDto {
  name: string;
  isPresent: boolean;
  note: string;
  metrics: Record<string, number>;
}

export interface ModelDto {
  version: string;
  /** active, kept, rejected, damaged. */
  state: string;
  reason: string | null;
  createdAt: string;
  fitSeconds: number;
  sizeBytes: number;
  trainedOn: LearningDataDto;
  metrics: Record<string, number>;
  baseline: Record<string, number>;
  parts: ModelPartDto[];
}

export interface TrainingDto {
  /** idle, running. */
  state: string;
  stage: string | null;
  progress: number;
  trigger: string | null;
  startedAt: string | null;
  nextAt: string | null;
  errorCode: string | null;
  message: string | null;
}

export interface ModelsDto {
  libraryModel: string;
  data: LearningDataDto;
  training: TrainingDto;
  models: ModelDto[];
}

export interface StrategyDayDto {
  day: string;
  exposures: number;
  playRate: number | null;
  skipRate: number | null;
  likeRate: number | null;
}

export interface StrategyMetricsDto {
  name: string;
  exposures: number;
  playRate: number | null;
  skipRate: number | null;
  likeRate: number | null;
  coverage: number | null;
  novelty: number | null;
  gini: number | null;
  days: StrategyDayDto[];
}

export interface DriftAlertDto {
  id: string;
  strategy: string;
  metric: string;
  day: string;
  usual: number;
  value: number;
  noticedAt: string;
}

export interface StrategiesDto {
  days: number;
  strategies: StrategyMetricsDto[];
  alerts: DriftAlertDto[];
}

export interface ExperimentArmDto {
  name: string;
  share: number;
  weights: Record<string, number>;
  subjects?: number;
  values?: number;
  mean?: number | null;
}

export interface GuardRailDto {
  metric: string;
  tolerance: number;
}

export interface ComparisonDto {
  arm: string;
  difference: number;
  low: number;
  high: number;
  pValue: number;
}

export interface ExperimentDto {
  key: string;
  description: string;
  /** draft, running, stopped, decided. */
  state: string;
  metric: string;
  effect: number;
  ramp: number;
  followWinner: boolean;
  arms: ExperimentArmDto[];
  guardRails: GuardRailDto[];
  /** running, armIsBetter, controlIsBetter, guardRailFell, sampleRatioMismatch, noDifference. */
  outcome: string;
  winner: string | null;
  reason: string | null;
  comparisons: ComparisonDto[];
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export interface NewExperimentDto {
  key: string;
  description: string | null;
  metric: string | null;
  effect: number | null;
  ramp: number | null;
  followWinner: boolean | null;
  arms: ExperimentArmDto[];
  guardRails: GuardRailDto[] | null;
}

export interface ExperimentChangeDto {
  ramp?: number;
  state?: string;
}

export interface ExperimentsDto {
  items: ExperimentDto[];
  weights: Record<string, number>;
}

export interface FeedbackRequest {
  eventId: string;
  trackId: string;
  kind: FeedbackKind;
  at: string | null;
}

export type FeedbackKind = "shown" | "opened" | "liked" | "disliked" | "dismissed";
