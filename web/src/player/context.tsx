import { createContext, use, useSyncExternalStore } from "react";
import type { Player } from "./player";
import type { PlayerState } from "./store";

export const PlayerContext = createContext<Player | null>(null);

export function usePlayer(): Player {
  const player = use(PlayerContext);
  if (!player) throw new Error("no player around this component");
  return player;
}

/** Part of the player's state; `select` must answer the same reference while nothing changed. */
export function usePlayerState<T>(select: (state: PlayerState) => T): T {
  const { store } = usePlayer();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
