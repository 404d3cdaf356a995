import Drawer from "@mui/material/Drawer";
import useMediaQuery from "@mui/material/useMediaQuery";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, ScrollRestoration, useLocation } from "react-router";
import { ChatPanel } from "../../features/chat/ChatPanel";
import { NowBar } from "../../features/nowPlaying/NowBar";
import { QueuePanel } from "../../features/queue/QueuePanel";
import { ScanBanner } from "../../features/scan/ScanBanner";
import { usePlayerState } from "../../player/context";
import { ScrollContext } from "../../ui/scroll";
import { Toasts } from "../../ui/Toasts";
import { TrackActionsProvider } from "../../ui/TrackActionsProvider";
import { useShortcuts } from "../keys/useShortcuts";
import { useUi } from "../ui";
import { BottomNav, Rail } from "./Nav";
import styles from "./Shell.module.css";
import { useAppliedSettings } from "./useAppliedSettings";

const Palette = lazy(() => import("../../features/palette/Palette"));
const Help = lazy(() => import("../keys/Help"));
const FullScreen = lazy(() => import("../../features/nowPlaying/FullScreen"));

/** What stays while pages change: navigation, content, the panel at the side, now playing. */
export function Shell() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const ui = useUi();
  const location = useLocation();
  const isHome = location.pathname === "/";
  const isWide = useMediaQuery("(min-width: 1180px)", { noSsr: true });
  const panel = ui.panel === "chat" && isHome ? null : ui.panel;
  useShortcuts();
  useAppliedSettings();
  useRouteFocus(main);

  const content = panel === "chat" ? <ChatPanel onClose={() => ui.setPanel(null)} /> : panel === "queue" ? <QueuePanel onClose={() => ui.setPanel(null)} /> : null;
  return (
    <ScrollContext value={main}>
      <TrackActionsProvider>
        <a className={styles.skip} href="#content" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
          {t("nav.skip")}
        </a>
        <div className={styles.shell} data-panel={(isWide && panel) || undefined}>
          <Rail />
          <div className={styles.middle}>
            <Banners />
            <main ref={main} id="content" tabIndex={-1} className={styles.main}>
              <Outlet />
            </main>
          </div>
          {isWide && content && <aside className={styles.panel} aria-label={panel === "chat" ? t("chat.title") : t("queue.title")}>{content}</aside>}
          <NowBar />
          <BottomNav />
        </div>
        {!isWide && (
          <Drawer
            anchor="right"
            open={content !== null}
            onClose={() => ui.setPanel(null)}
            slotProps={{ paper: { className: styles.sheet, "aria-label": panel === "chat" ? t("chat.title") : t("queue.title"), role: "dialog", "aria-modal": true } as object }}
          >
            {content}
          </Drawer>
        )}
        <Suspense>
          {ui.isPaletteOpen && <Palette />}
          {ui.isHelpOpen && <Help />}
          {ui.isFull && <FullScreen />}
        </Suspense>
        <Toasts />
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
