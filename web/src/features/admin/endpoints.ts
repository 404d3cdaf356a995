import { api } from "../../api/client";
import type { ExperimentChangeDto, ExperimentDto, ExperimentsDto, ModelsDto, NewExperimentDto, StrategiesDto, TrainingDto } from "../../api/learning";

const experiment = (key: string) => `/admin/experiments/${encodeURIComponent(key)}`;

/** What only the owner may call. */
export const admin = {
  models: () => api.call<ModelsDto>("GET", "/admin/models"),
  train: () => api.call<TrainingDto>("POST", "/admin/models/training"),
  cancelTraining: () => api.call<undefined>("DELETE", "/admin/models/training"),
  activate: (version: string) => api.call<ModelsDto>("POST", `/admin/models/${encodeURIComponent(version)}/activate`),
  strategies: (days: number) => api.call<StrategiesDto>("GET", "/admin/strategies", { query: { days } }),
  experiments: () => api.call<ExperimentsDto>("GET", "/admin/experiments"),
  createExperiment: (body: NewExperimentDto) => api.call<ExperimentDto>("POST", "/admin/experiments", { body }),
  changeExperiment: (key: string, body: ExperimentChangeDto) => api.call<ExperimentDto>("PATCH", experiment(key), { body }),
  deleteExperiment: (key: string) => api.call<undefined>("DELETE", experiment(key)),
};
