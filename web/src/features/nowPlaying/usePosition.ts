import { useEffect, useState } from "react";
import { usePlayer, usePlayerState } from "../../player/context";

/** Position in milliseconds, four times a second while it moves. */
export function usePosition(): number {
  const { positionMs } = usePlayer();
  const playback = usePlayerState((state) => state.playback);
  const [position, setPosition] = useState(positionMs);
  useEffect(() => {
    setPosition(positionMs());
    if (!playback?.isPlaying) return;
    const timer = setInterval(() => setPosition(positionMs()), 250);
    return () => clearInterval(timer);
  }, [playback, positionMs]);
  return position;
}
