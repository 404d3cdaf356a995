import { useSearchParams } from "react-router";
import type { SortName } from "./Tools";

interface ListState {
  query: string;
  sort: SortName;
  isDescending: boolean;
  genre: string;
  tempo: string;
  key: string;
  energy: string;
  /** A genre heard in the sound. */
  heard: string;
  /** A mood heard in the sound. */
  mood: string;
  set: (change: { query?: string; sort?: SortName; isDescending?: boolean; genre?: string; tempo?: string; key?: string; energy?: string; heard?: string; mood?: string }) => void;
}

/** What is searched and how it is ordered lives in the address, so that back and reload keep it. */
export function useListState(defaultSort: SortName, defaultDescending = false): ListState {
  const [params, setParams] = useSearchParams();
  const set: ListState["set"] = (change) =>
    setParams(
      (known) => {
        const next = new URLSearchParams(known);
        const put = (name: string, value: string | undefined) => {
          if (value === undefined) return;
          if (value) next.set(name, value);
          else next.delete(name);
        };
        put("q", change.query);
        put("sort", change.sort);
        put("order", change.isDescending === undefined ? undefined : change.isDescending ? "desc" : "asc");
        put("genre", change.genre);
        put("tempo", change.tempo);
        put("key", change.key);
        put("energy", change.energy);
        put("heard", change.heard);
        put("mood", change.mood);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const order = params.get("order");
  return {
    query: params.get("q") ?? "",
    sort: (params.get("sort") as SortName | null) ?? defaultSort,
    isDescending: order === null ? defaultDescending : order === "desc",
    genre: params.get("genre") ?? "",
    tempo: params.get("tempo") ?? "",
    key: params.get("key") ?? "",
    energy: params.get("energy") ?? "",
    heard: params.get("heard") ?? "",
    mood: params.get("mood") ?? "",
    set,
  };
}
