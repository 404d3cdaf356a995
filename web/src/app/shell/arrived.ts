import { useLayoutEffect } from "react";

/** Takes away what index.html drew, in the same frame in which a component draws what takes its place. */
export function useArrived(): void {
  useLayoutEffect(() => document.getElementById("boot")?.remove(), []);
}
