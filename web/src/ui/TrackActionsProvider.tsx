import { AudioLines, Disc3, Heart, Info, ListEnd, ListPlus, ListStart, Mic2, Radio, ThumbsDown } from "lucide-react";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import type { TrackDto } from "../api/types";
import { useTranslation } from "../app/i18n/i18n";
import { useRateTrack } from "../features/track/useRate";
import { useSoundsLike } from "../features/track/useSoundsLike";
import { usePlayer } from "../player/context";
import { Menu, type MenuAction, type MenuPlace } from "./Menu";
import { attempt, notify } from "./toasts";
import { TrackActionsContext } from "./trackActions";

const AddToPlaylist = lazy(() => import("../features/playlists/AddToPlaylist"));

export function TrackActionsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const navigate = useNavigate();
  const rate = useRateTrack();
  const playAlike = useSoundsLike();
  const [menu, setMenu] = useState<{ track: TrackDto; place: MenuPlace } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [adding, setAdding] = useState<string[] | null>(null);

  const actions = useMemo(
    () => ({
      openMenu: (track: TrackDto, place: MenuPlace) => {
        setMenu({ track, place });
        setOpen(true);
      },
      addToPlaylist: (trackIds: string[]) => setAdding(trackIds),
    }),
    [],
  );

  const track = menu?.track;
  const enqueue = (position: "next" | "last") => () => {
    if (!track) return;
    attempt(commands.enqueue([track.id], position).then(() => notify(t(position === "next" ? "track.next" : "track.queued", { count: 1 }))));
  };
  const items: (MenuAction | "line")[] = !track
    ? []
    : [
        { label: t("track.playNext"), icon: <ListStart size={18} />, run: enqueue("next") },
        { label: t("track.addToQueue"), icon: <ListEnd size={18} />, run: enqueue("last") },
        { label: t("track.addToPlaylist"), icon: <ListPlus size={18} />, run: () => setAdding([track.id]) },
        { label: t("track.playAlike"), icon: <AudioLines size={18} />, run: () => playAlike(track), testId: "menu-alike" },
        { label: t("track.radio"), icon: <Radio size={18} />, run: () => attempt(commands.radio({ trackId: track.id })) },
        { label: track.isLiked ? t("player.unlike") : t("player.like"), icon: <Heart size={18} />, run: () => rate(track, "like") },
        { label: track.isDisliked ? t("track.undislike") : t("track.dislike"), icon: <ThumbsDown size={18} />, run: () => rate(track, "dislike") },
        "line",
        { label: t("track.goTrack"), icon: <Info size={18} />, run: () => void navigate(`/tracks/${track.id}`) },
        { label: t("track.goArtist"), icon: <Mic2 size={18} />, run: () => void navigate(`/artists/${track.artistId}`) },
        ...(track.albumId ? [{ label: t("track.goAlbum"), icon: <Disc3 size={18} />, run: () => void navigate(`/albums/${track.albumId}`) }] : []),
      ];

  return (
    <TrackActionsContext value={actions}>
      {children}
      <Menu place={isOpen && menu ? menu.place : null} label={track ? t("track.more", { title: track.title }) : ""} items={items} onClose={() => setOpen(false)} />
      {adding && (
        <Suspense>
          <AddToPlaylist trackIds={adding} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </TrackActionsContext>
  );
}
