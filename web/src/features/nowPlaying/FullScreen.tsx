import { AudioLines, ChevronDown, Heart, ListMusic, Moon, ThumbsDown } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslation } from "../../app/i18n/i18n";
import { useUi } from "../../app/ui";
import { usePlayer, usePlayerState } from "../../player/context";
import { Artwork, toneOf } from "../../ui/Artwork";
import { IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Dialog } from "../../ui/mui/Dialog";
import { EmptyState } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { useRateTrack } from "../track/useRate";
import { useSoundsLike } from "../track/useSoundsLike";
import { Transport, Volume } from "./Controls";
import { Devices } from "./Devices";
import styles from "./FullScreen.module.css";
import { Seek } from "./NowBar";
import { useArtColour } from "./useArtColour";
import { Why } from "./Why";

/** Now playing, led by its picture and coloured by it. */
export default function FullScreen() {
  const { t } = useTranslation();
  const ui = useUi();
  const rate = useRateTrack();
  const playAlike = useSoundsLike();
  const track = usePlayerState((state) => state.playback?.track ?? null);
  const found = useArtColour(track?.artworkUrl);
  const colour = found ?? (track && !track.artworkUrl ? toneOf(track.album ?? track.title) : null);
  const close = () => ui.setFull(false);
  return (
    <Dialog fullScreen open={ui.isFull} onClose={close} slotProps={{ paper: { className: styles.paper, "aria-label": track ? t("player.nowPlaying", { title: track.title, artist: track.artist }) : t("player.nothing") } }}>
      <div className={styles.full} style={{ "--art": colour ?? "transparent" } as React.CSSProperties} data-testid="full-screen">
        <header>
          <IconButton label={t("player.collapse")} onClick={close}>
            <ChevronDown size={24} />
          </IconButton>
          <span className={styles.grow} />
          <SleepTimer />
          <Devices />
          <IconButton
            label={t("player.queue")}
            onClick={() => {
              close();
              ui.setPanel("queue");
            }}
          >
            <ListMusic size={20} />
          </IconButton>
        </header>
        {track ? (
          <div className={styles.stage}>
            <div className={styles.art}>
              <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={800} isEager />
            </div>
            <div className={styles.side}>
              <div className={styles.names}>
                <div>
                  <h1>
                    <Link to={`/tracks/${track.id}`} onClick={close}>
                      {track.title}
                    </Link>
                  </h1>
                  <p>
                    <Link to={`/artists/${track.artistId}`} onClick={close}>
                      {track.artist}
                    </Link>
                    {track.albumId && (
                      <>
                        {" — "}
                        <Link to={`/albums/${track.albumId}`} onClick={close}>
                          {track.album}
                        </Link>
                      </>
                    )}
                  </p>
                </div>
                <span>
                  <IconButton label={track.isLiked ? t("player.unlike") : t("player.like")} aria-pressed={track.isLiked} isOn={track.isLiked} onClick={() => rate(track, "like")}>
                    <Heart size={22} fill={track.isLiked ? "currentColor" : "none"} />
                  </IconButton>
                  <IconButton label={track.isDisliked ? t("player.undislike") : t("player.dislike")} aria-pressed={track.isDisliked} isOn={track.isDisliked} onClick={() => rate(track, "dislike")}>
                    <ThumbsDown size={20} fill={track.isDisliked ? "currentColor" : "none"} />
                  </IconButton>
                  <IconButton label={t("track.playAlike")} onClick={() => playAlike(track)} data-testid="full-alike">
                    <AudioLines size={20} />
                  </IconButton>
                </span>
              </div>
              <div className={styles.wave}>
                <Seek />
              </div>
              <div className={styles.controls}>
                <Transport isLarge />
                <Volume />
              </div>
              <section className={styles.why} aria-label={t("player.why")}>
                <h2>{t("player.why")}</h2>
                <Why trackId={track.id} />
              </section>
            </div>
          </div>
        ) : (
          <EmptyState title={t("player.nothing")} hint={t("player.nothingHint")} />
        )}
      </div>
    </Dialog>
  );
}

function SleepTimer() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const isOn = usePlayerState((state) => !!state.playback?.sleepAt || !!state.playback?.sleepAtEndOfTrack);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const choose = (body: Parameters<typeof commands.sleepTimer>[0]) => () => attempt(commands.sleepTimer(body));
  return (
    <>
      <IconButton label={t("player.sleep")} isOn={isOn} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>
        <Moon size={19} fill={isOn ? "currentColor" : "none"} />
      </IconButton>
      <Menu
        place={anchor}
        label={t("player.sleep")}
        onClose={() => setAnchor(null)}
        items={[
          ...[15, 30, 60].map((minutes) => ({ label: t("player.sleepIn", { minutes }), run: choose({ minutes }) })),
          { label: t("player.sleepEnd"), run: choose({ endOfTrack: true }) },
          { label: t("player.sleepOff"), run: choose({ off: true }) },
        ]}
      />
    </>
  );
}
