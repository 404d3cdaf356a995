import { Clock3, Gauge, Heart, Library, ListMusic, MessageCircle, MoreHorizontal, Search, Settings } from "lucide-react";
import { useState, type ReactNode } from "react";
import { NavLink, useLocation, useNavigate } from "react-router";
import { usePlaylists, useSession } from "../../api/queries";
import { usePlayerState } from "../../player/context";
import { EchoMark } from "../../ui/EchoMark";
import { Menu } from "../../ui/Menu";
import { useTranslation } from "../i18n/i18n";
import { useUi } from "../ui";
import styles from "./Nav.module.css";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const mainKey = isMac ? "⌘" : "Ctrl";

function Item({ to, icon, label, end }: { to: string; icon: ReactNode; label: string; end?: boolean }) {
  return (
    <li>
      <NavLink to={to} end={end} className={styles.item} title={label}>
        {icon}
        <span className={styles.label}>{label}</span>
      </NavLink>
    </li>
  );
}

/** At the left from 700 px on: with words where there is room, else icons alone. */
export function Rail() {
  const { t } = useTranslation();
  const ui = useUi();
  const playlists = usePlaylists();
  const isOwner = useSession().data?.isOwner;
  const isPlaying = usePlayerState((state) => state.playback?.isPlaying ?? false);
  return (
    <nav className="frame-rail" aria-label={t("nav.main")}>
      <NavLink to="/" className="frame-brand">
        <EchoMark size={30} isAlive={isPlaying} />
        <span className={styles.label}>EchoTune</span>
      </NavLink>
      <button type="button" className={styles.search} onClick={() => ui.setPalette(true)} aria-keyshortcuts="Control+K" data-testid="open-palette">
        <Search size={18} />
        <span className={styles.label}>{t("nav.search")}</span>
        <kbd className={styles.key} aria-hidden="true">
          {mainKey} K
        </kbd>
      </button>
      <ul className={styles.list}>
        <Item to="/" end icon={<MessageCircle size={20} />} label={t("nav.chat")} />
        <Item to="/library" icon={<Library size={20} />} label={t("nav.library")} />
        <Item to="/liked" icon={<Heart size={20} />} label={t("nav.liked")} />
        <Item to="/history" icon={<Clock3 size={20} />} label={t("nav.history")} />
        <Item to="/playlists" end icon={<ListMusic size={20} />} label={t("nav.playlists")} />
      </ul>
      <ul className={styles.playlists} aria-label={t("nav.playlists")} data-empty={!playlists.data?.length || undefined}>
        {playlists.data?.slice(0, 30).map((one) => (
          <li key={one.id}>
            <NavLink to={`/playlists/${one.id}`} className={`${styles.playlist} ellipsis`}>
              {one.title}
            </NavLink>
          </li>
        ))}
      </ul>
      <ul className={`${styles.list} ${styles.last}`}>
        {isOwner && <Item to="/admin" icon={<Gauge size={20} />} label={t("nav.admin")} />}
        <Item to="/settings" icon={<Settings size={20} />} label={t("nav.settings")} />
      </ul>
    </nav>
  );
}

/** At the foot on phones. */
export function BottomNav() {
  const { t } = useTranslation();
  const ui = useUi();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isOwner = useSession().data?.isOwner;
  const [anchor, setAnchor] = useState<Element | null>(null);
  const go = (to: string) => () => void navigate(to);
  const isMore = ["/liked", "/history", "/settings", "/admin"].some((path) => pathname.startsWith(path));
  return (
    <nav className="frame-tabs" aria-label={t("nav.main")}>
      <NavLink to="/" end className={styles.tab}>
        <MessageCircle size={22} />
        {t("nav.chat")}
      </NavLink>
      <NavLink to="/library" className={styles.tab}>
        <Library size={22} />
        {t("nav.library")}
      </NavLink>
      <button type="button" className={styles.tab} onClick={() => ui.setPalette(true)}>
        <Search size={22} />
        {t("nav.search")}
      </button>
      <NavLink to="/playlists" className={styles.tab}>
        <ListMusic size={22} />
        {t("nav.playlists")}
      </NavLink>
      <button type="button" className={`${styles.tab} ${isMore ? "active" : ""}`} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <MoreHorizontal size={22} />
        {t("nav.more")}
      </button>
      <Menu
        place={anchor}
        isUpward
        label={t("nav.more")}
        onClose={() => setAnchor(null)}
        items={[
          { label: t("nav.liked"), icon: <Heart size={18} />, run: go("/liked") },
          { label: t("nav.history"), icon: <Clock3 size={18} />, run: go("/history") },
          { label: t("nav.settings"), icon: <Settings size={18} />, run: go("/settings") },
          ...(isOwner ? [{ label: t("nav.admin"), icon: <Gauge size={18} />, run: go("/admin") }] : []),
        ]}
      />
    </nav>
  );
}
