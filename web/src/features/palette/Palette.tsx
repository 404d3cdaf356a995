import { useQuery } from "@tanstack/react-query";
import { Clock3, Disc3, Gauge, Heart, Library, ListMusic, MessageCircle, Mic2, Moon, Music, Pause, Repeat, Search, Settings, Shuffle, SkipBack, SkipForward, SlidersHorizontal, Sun, Tag, VolumeX } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { useSession } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { useUi } from "../../app/ui";
import { usePlayer } from "../../player/context";
import { Artwork, Mosaic } from "../../ui/Artwork";
import { attempt } from "../../ui/toasts";
import { Dialog } from "../../ui/mui/Dialog";
import { useChat } from "../chat/useChat";
import { useDebounced } from "../library/useDebounced";
import styles from "./Palette.module.css";

interface Choice {
  key: string;
  group: string;
  icon: ReactNode;
  title: string;
  text?: string;
  open: () => void;
  /** What Ctrl Enter does; without it the same as Enter. */
  play?: () => void;
}

/** Search over everything, and every command, under one key. */
export default function Palette() {
  const { t } = useTranslation();
  const ui = useUi();
  const { commands } = usePlayer();
  const navigate = useNavigate();
  const chat = useChat();
  const isOwner = useSession().data?.isOwner;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const query = text.trim();
  const rested = useDebounced(query, 120);
  const hits = useQuery({ queryKey: keys.search(rested), queryFn: ({ signal }) => endpoints.search(rested, 5, signal), enabled: rested.length > 0, placeholderData: (known) => known });

  const choices = useMemo<Choice[]>(() => {
    const go = (to: string) => () => void navigate(to);
    const pages: [string, string, ReactNode][] = [
      [t("nav.chat"), "/", <MessageCircle size={18} />],
      [t("nav.library"), "/library", <Library size={18} />],
      [t("library.albums"), "/library/albums", <Disc3 size={18} />],
      [t("library.artists"), "/library/artists", <Mic2 size={18} />],
      [t("nav.liked"), "/liked", <Heart size={18} />],
      [t("nav.history"), "/history", <Clock3 size={18} />],
      [t("nav.playlists"), "/playlists", <ListMusic size={18} />],
      [t("nav.settings"), "/settings", <Settings size={18} />],
      [t("settings.tune"), "/settings/tuning", <SlidersHorizontal size={18} />],
      ...(isOwner ? [[t("nav.admin"), "/admin", <Gauge size={18} />] satisfies [string, string, ReactNode]] : []),
    ];
    const actions: [string, ReactNode, () => void][] = [
      [`${t("player.play")} / ${t("player.pause")}`, <Pause size={18} />, () => attempt(commands.toggle())],
      [t("player.next"), <SkipForward size={18} />, () => attempt(commands.next())],
      [t("player.previous"), <SkipBack size={18} />, () => attempt(commands.previous())],
      [t("player.shuffle"), <Shuffle size={18} />, () => attempt(commands.toggleShuffle())],
      [t("keys.repeat"), <Repeat size={18} />, () => attempt(commands.cycleRepeat())],
      [t("player.mute"), <VolumeX size={18} />, () => attempt(commands.toggleMute())],
      [t("player.queue"), <ListMusic size={18} />, () => ui.setPanel("queue")],
      [`${t("settings.theme")}: ${t("settings.themes.dark")}`, <Moon size={18} />, () => attempt(endpoints.changeSettings({ theme: "dark" }))],
      [`${t("settings.theme")}: ${t("settings.themes.light")}`, <Sun size={18} />, () => attempt(endpoints.changeSettings({ theme: "light" }))],
      [t("chat.fresh"), <MessageCircle size={18} />, () => attempt(chat.startAfresh())],
      [t("keys.title"), <Settings size={18} />, () => ui.setHelp(true)],
    ];
    const fits = (name: string) => name.toLowerCase().includes(query.toLowerCase());
    const found: Choice[] = [];
    const results = query ? hits.data : undefined;
    const small = (url: string | null | undefined, name: string, isRound = false) => <Artwork url={url} name={name} px={44} isRound={isRound} className={styles.art} />;
    for (const track of results?.tracks ?? [])
      found.push({ key: `t${track.id}`, group: t("library.tracks"), icon: small(track.artworkUrl, track.album ?? track.title), title: track.title, text: track.artist, open: go(`/tracks/${track.id}`), play: () => attempt(commands.play({ trackIds: [track.id] })) });
    for (const artist of results?.artists ?? [])
      found.push({ key: `a${artist.id}`, group: t("library.artists"), icon: small(artist.artworkUrl, artist.name, true), title: artist.name, text: t("library.count", { count: artist.trackCount }), open: go(`/artists/${artist.id}`), play: () => attempt(commands.play({ artistId: artist.id })) });
    for (const album of results?.albums ?? [])
      found.push({ key: `l${album.id}`, group: t("library.albums"), icon: small(album.artworkUrl, album.title), title: album.title, text: album.albumArtist, open: go(`/albums/${album.id}`), play: () => attempt(commands.play({ albumId: album.id })) });
    for (const playlist of results?.playlists ?? [])
      found.push({ key: `p${playlist.id}`, group: t("nav.playlists"), icon: <Mosaic urls={playlist.artworkUrls} name={playlist.title} px={44} className={styles.art} />, title: playlist.title, text: t("library.count", { count: playlist.trackCount }), open: go(`/playlists/${playlist.id}`), play: () => attempt(commands.play({ playlistId: playlist.id })) });
    for (const genre of results?.genres ?? [])
      found.push({ key: `g${genre.name}`, group: t("library.genres"), icon: <Tag size={18} />, title: genre.name, text: t("library.count", { count: genre.trackCount }), open: go(`/genres/${encodeURIComponent(genre.name)}`), play: () => attempt(commands.play({ genre: genre.name })) });
    for (const [title, icon, run] of actions) if (fits(title)) found.push({ key: `x${title}`, group: t("palette.actions"), icon, title, open: run });
    for (const [title, to, icon] of pages) if (fits(title) || to.slice(1).startsWith(query.toLowerCase())) found.push({ key: `n${to}`, group: t("palette.pages"), icon, title, open: go(to) });
    if (query)
      found.push({
        key: "ask",
        group: t("chat.title"),
        icon: <Music size={18} />,
        title: t("palette.ask", { query }),
        open: () => {
          if (window.location.pathname !== "/") ui.setPanel("chat");
          chat.say(query);
        },
      });
    return found;
  }, [query, hits.data, t, navigate, commands, ui, chat, isOwner]);

  // All that is left is to ask in the chat.
  const isNone = choices.length === 1 && choices[0]?.key === "ask" && rested === query && hits.isFetched;

  useEffect(() => setAt(0), [query]);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at, choices]);

  const close = () => ui.setPalette(false);
  const run = (choice: Choice | undefined, isPlay: boolean) => {
    if (!choice) return;
    close();
    if (isPlay && choice.play) choice.play();
    else choice.open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((known) => Math.min(choices.length - 1, Math.max(0, known + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(choices[at], event.ctrlKey || event.metaKey);
    }
  };

  return (
    <Dialog open={ui.isPaletteOpen} onClose={close} slotProps={{ paper: { className: styles.paper, "aria-label": t("palette.title") }, container: { className: styles.place } }}>
      <div className={styles.field}>
        <Search size={20} aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={choices[at] ? `${id}-${at}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          value={text}
          maxLength={300}
          data-testid="palette-input"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("palette.results")} className={styles.list}>
        {isNone && (
          <p className={styles.none} aria-hidden="true">
            {t("palette.none", { query })}
          </p>
        )}
        {choices.map((choice, index) => (
          <div key={choice.key} role="presentation">
            {choices[index - 1]?.group !== choice.group && (
              <div className={styles.group} aria-hidden="true">
                {choice.group}
              </div>
            )}
            <div
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              data-at={index}
              className={styles.choice}
              onPointerMove={() => setAt(index)}
              onClick={(event) => run(choice, event.ctrlKey || event.metaKey)}
            >
              <span className={styles.icon}>{choice.icon}</span>
              <span className="ellipsis">{choice.title}</span>
              <small className="ellipsis">{choice.text}</small>
            </div>
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {isNone && t("palette.none", { query })}
      </p>
      <p className={styles.hint}>{t("palette.hint")}</p>
    </Dialog>
  );
}
