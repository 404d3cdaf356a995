import { call } from "../../api/typed";
import type { ExperimentChangeDto, NewExperimentDto } from "../../api/types";

/** What only the owner may call. */
export const admin = {
  models: () => call("get", "/admin/models"),
  train: () => call("post", "/admin/models/training"),
  cancelTraining: () => call("delete", "/admin/models/training"),
  activate: (version: string) => call("post", "/admin/models/{version}/activate", { path: { version } }),
  strategies: (days: number) => call("get", "/admin/strategies", { query: { days } }),
  alone: (name: string, days: number) => call("get", "/admin/strategies/{name}/counterfactual", { path: { name }, query: { days } }),
  experiments: () => call("get", "/admin/experiments"),
  createExperiment: (body: NewExperimentDto) => call("post", "/admin/experiments", { body }),
  changeExperiment: (key: string, change: Partial<ExperimentChangeDto>) => call("patch", "/admin/experiments/{key}", { path: { key }, body: { ramp: null, state: null, ...change } }),
  deleteExperiment: (key: string) => call("delete", "/admin/experiments/{key}", { path: { key } }),
};
