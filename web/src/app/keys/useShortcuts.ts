import { useEffect } from "react";
import { useLocation } from "react-router";
import { useRateTrack } from "../../features/track/useRate";
import { usePlayer } from "../../player/context";
import { attempt } from "../../ui/toasts";
import { useUi } from "../ui";
import { actionOf } from "./shortcuts";

const jumpMs = 10_000;

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("[data-composer]")?.focus();
}

/** Keys that work on every page. */
export function useShortcuts(): void {
  const { commands, positionMs, store } = usePlayer();
  const ui = useUi();
  const rate = useRateTrack();
  const { pathname } = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const action = actionOf(event);
      if (!action) return;
      // Behind an open dialog nothing moves, save for what closes or opens it.
      if (action !== "palette" && document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      event.preventDefault();
      const playback = store.get().playback;
      switch (action) {
        case "toggle":
          return attempt(commands.toggle());
        case "back":
          return attempt(commands.seek(positionMs() - jumpMs));
        case "forward":
          return attempt(commands.seek(positionMs() + jumpMs));
        case "next":
          return attempt(commands.next());
        case "previous":
          return attempt(commands.previous());
        case "louder":
          return attempt(commands.setVolume((playback?.volumePercent ?? 80) + 5));
        case "quieter":
          return attempt(commands.setVolume((playback?.volumePercent ?? 80) - 5));
        case "mute":
          return attempt(commands.toggleMute());
        case "shuffle":
          return attempt(commands.toggleShuffle());
        case "repeat":
          return attempt(commands.cycleRepeat());
        case "like":
          if (playback?.track) rate(playback.track, "like");
          return;
        case "queue":
          return ui.setPanel((panel) => (panel === "queue" ? null : "queue"));
        case "chat":
          if (pathname !== "/") ui.setPanel("chat");
          requestAnimationFrame(() => requestAnimationFrame(focusComposer));
          return;
        case "palette":
          return ui.setPalette(!ui.isPaletteOpen);
        case "full":
          return ui.setFull((isFull) => !isFull);
        case "help":
          return ui.setHelp(true);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [commands, positionMs, store, ui, rate, pathname]);
}
