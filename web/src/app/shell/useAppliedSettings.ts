import { useEffect } from "react";
import { useSettings } from "../../api/queries";
import { usePlayer } from "../../player/context";
import { applyLanguage } from "../i18n/i18n";
import { setMode } from "../theme/mode";

/** Settings that this page itself must follow, wherever they were changed (here, in another tab, by a sentence). */
export function useAppliedSettings(): void {
  const { setReplayGain } = usePlayer();
  const { data } = useSettings();
  const theme = data?.theme;
  const language = data?.language;
  const replayGain = data?.replayGain;
  useEffect(() => {
    if (theme === "light" || theme === "dark" || theme === "system") setMode(theme);
  }, [theme]);
  useEffect(() => {
    if (language) void applyLanguage(language);
  }, [language]);
  useEffect(() => setReplayGain(replayGain ?? true), [replayGain, setReplayGain]);
}
