import { useSyncExternalStore } from "react";
import { modeKey, schemeOf, type Mode, type Scheme } from "./scheme";

const light = window.matchMedia("(prefers-color-scheme: light)");
const listeners = new Set<() => void>();

const isMode = (text: string | null): text is Mode => text === "light" || text === "dark" || text === "system";

let mode: Mode = ((stored) => (isMode(stored) ? stored : "system"))(localStorage.getItem(modeKey));
let scheme: Scheme = schemeOf(mode, light.matches);

function show(): void {
  scheme = schemeOf(mode, light.matches);
  document.documentElement.dataset["theme"] = scheme;
  for (const listener of listeners) listener();
}

light.addEventListener("change", show);
show();

/** Chooses light, dark, or what the system says; the next page of this browser begins with it. */
export function setMode(next: Mode): void {
  if (next === mode) return;
  mode = next;
  localStorage.setItem(modeKey, next);
  show();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, () => scheme);
}
