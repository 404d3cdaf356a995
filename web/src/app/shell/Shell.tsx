import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Outlet, ScrollRestoration, useLocation } from "react-router";
import { ChatPanel } from "../../features/chat/ChatPanel";
import { NowBar } from "../../features/nowPlaying/NowBar";
import { QueuePanel } from "../../features/queue/QueuePanel";
import { ScanBanner } from "../../features/scan/ScanBanner";
import { usePlayerState } from "../../player/context";
import { ScrollContext } from "../../ui/scroll";
import { Tips } from "../../ui/Tips";
import { Toasts } from "../../ui/Toasts";
import { TrackActionsProvider } from "../../ui/TrackActionsProvider";
import { useMedia } from "../../ui/useMedia";
import { useTranslation } from "../i18n/i18n";
import { useShortcuts } from "../keys/useShortcuts";
import { useUi } from "../ui";
import { BottomNav, Rail } from "./Nav";
import { useArrived } from "./arrived";
import styles from "./Shell.module.css";
import { useAppliedSettings } from "./useAppliedSettings";

const Palette = lazy(() => import("../../features/palette/Palette"));
const Help = lazy(() => import("../keys/Help"));
const FullScreen = lazy(() => import("../../features/nowPlaying/FullScreen"));
const Sheet = lazy(() => import("../../ui/mui/Sheet"));

/** What stays while pages change: navigation, content, the panel at the side, now playing. */
export function Shell() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const ui = useUi();
  const location = useLocation();
  const isHome = location.pathname === "/";
  const isWide = useMedia("(min-width: 1180px)");
  const panel = ui.panel === "chat" && isHome ? null : ui.panel;
  useArrived();
  useShortcuts();
  useAppliedSettings();
  useRouteFocus(main);

  const content = panel === "chat" ? <ChatPanel onClose={() => ui.setPanel(null)} /> : panel === "queue" ? <QueuePanel onClose={() => ui.setPanel(null)} /> : null;
  const name = panel === "chat" ? t("chat.title") : t("queue.title");
  const [hasSheet, setSheet] = useState(false);
  if (content && !isWide && !hasSheet) setSheet(true);
  return (
    <ScrollContext value={main}>
      <TrackActionsProvider>
        <a className={styles.skip} href="#content" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
          {t("nav.skip")}
        </a>
        <div className="frame" data-panel={(isWide && panel) || undefined}>
          <Rail />
          <div className="frame-middle">
            <main ref={main} id="content" tabIndex={-1} className="frame-main">
              <Outlet />
            </main>
            <Banners />
          </div>
          {isWide && content && <aside className={styles.panel} aria-label={name}>{content}</aside>}
          <NowBar />
          <BottomNav />
        </div>
        <Suspense>
          {!isWide && hasSheet && (
            <Sheet isOpen={content !== null} label={name} className={styles.sheet} onClose={() => ui.setPanel(null)}>
              {content}
            </Sheet>
          )}
          {ui.isPaletteOpen && <Palette />}
          {ui.isHelpOpen && <Help />}
          {ui.isFull && <FullScreen />}
        </Suspense>
        <Toasts />
        <Tips />
        <ScrollRestoration getKey={(at) => at.pathname} />
      </TrackActionsProvider>
    </ScrollContext>
  );
}

function Banners() {
  const { t } = useTranslation();
  const connection = usePlayerState((state) => state.connection);
  const isDown = connection === "reconnecting" || connection === "offline";
  return (
    <>
      <div role="status">{isDown && <p className={styles.offline}>{t(connection === "offline" ? "state.offline" : "state.reconnecting")}</p>}</div>
      <ScanBanner />
    </>
  );
}

/** After a change of page the focus goes to its heading, and the view to its top; going back keeps the place. */
function useRouteFocus(main: React.RefObject<HTMLElement | null>) {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    const element = main.current;
    if (!element) return;
    element.scrollTop = 0;
    if (document.querySelector('[role="dialog"]')) return;
    const timer = requestAnimationFrame(() => (element.querySelector<HTMLElement>("h1[tabindex]") ?? element).focus({ preventScroll: true }));
    return () => cancelAnimationFrame(timer);
  }, [pathname, main]);
}
