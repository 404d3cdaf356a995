import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { Disc3, Info, ListEnd, ListPlus, ListStart, Mic2, Radio, ThumbsDown } from "lucide-react";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { TrackDto } from "../api/types";
import { useRateTrack } from "../features/track/useRate";
import { usePlayer } from "../player/context";
import { attempt, notify } from "./toasts";
import { TrackActionsContext, type MenuPlace } from "./trackActions";

const AddToPlaylist = lazy(() => import("../features/playlists/AddToPlaylist"));

export function TrackActionsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const navigate = useNavigate();
  const rate = useRateTrack();
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
  const run = (work: () => void) => () => {
    setOpen(false);
    work();
  };
  const enqueue = (position: "next" | "last") => {
    if (!track) return;
    attempt(commands.enqueue([track.id], position).then(() => notify(t(position === "next" ? "track.next" : "track.queued", { count: 1 }))));
  };

  return (
    <TrackActionsContext value={actions}>
      {children}
      <Menu
        open={isOpen}
        onClose={() => setOpen(false)}
        {...(menu?.place instanceof Element
          ? { anchorEl: menu.place, anchorOrigin: { vertical: "bottom", horizontal: "right" } as const, transformOrigin: { vertical: "top", horizontal: "right" } as const }
          : { anchorReference: "anchorPosition" as const, anchorPosition: menu?.place ?? { left: 0, top: 0 } })}
      >
        {track && [
          <MenuItem key="next" onClick={run(() => enqueue("next"))}>
            <ListStart size={18} /> {t("track.playNext")}
          </MenuItem>,
          <MenuItem key="last" onClick={run(() => enqueue("last"))}>
            <ListEnd size={18} /> {t("track.addToQueue")}
          </MenuItem>,
          <MenuItem key="playlist" onClick={run(() => setAdding([track.id]))}>
            <ListPlus size={18} /> {t("track.addToPlaylist")}
          </MenuItem>,
          <MenuItem key="radio" onClick={run(() => attempt(commands.radio({ trackId: track.id })))}>
            <Radio size={18} /> {t("track.radio")}
          </MenuItem>,
          <MenuItem key="dislike" onClick={run(() => rate(track, "dislike"))}>
            <ThumbsDown size={18} /> {track.isDisliked ? t("track.undislike") : t("track.dislike")}
          </MenuItem>,
          <Divider key="line" />,
          <MenuItem key="track" onClick={run(() => void navigate(`/tracks/${track.id}`))}>
            <Info size={18} /> {t("track.goTrack")}
          </MenuItem>,
          <MenuItem key="artist" onClick={run(() => void navigate(`/artists/${track.artistId}`))}>
            <Mic2 size={18} /> {t("track.goArtist")}
          </MenuItem>,
          track.albumId ? (
            <MenuItem key="album" onClick={run(() => void navigate(`/albums/${track.albumId}`))}>
              <Disc3 size={18} /> {t("track.goAlbum")}
            </MenuItem>
          ) : null,
        ]}
      </Menu>
      {adding && (
        <Suspense>
          <AddToPlaylist trackIds={adding} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </TrackActionsContext>
  );
}
