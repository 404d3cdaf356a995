import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { usePlaylists } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { useUi } from "../../app/ui";
import { usePlayer } from "../../player/context";
import { Mosaic } from "../../ui/Artwork";
import { Button } from "../../ui/Button";
import { Card, Grid, gridClass } from "../../ui/Cards";
import { span } from "../../ui/format";
import { Page } from "../../ui/Page";
import { CardSkeletons, EmptyState, ErrorState } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { useChat } from "../chat/useChat";
import { PlaylistForm } from "./PlaylistForm";
import styles from "./Playlists.module.css";

export default function PlaylistsPage() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const playlists = usePlaylists();
  const [isMaking, setMaking] = useState(false);
  const create = (title: string, description: string) =>
    endpoints.createPlaylist({ title, description }).then(async ({ playlist }) => {
      setMaking(false);
      await queries.invalidateQueries({ queryKey: keys.playlists });
      await navigate(`/playlists/${playlist.id}`);
    });
  return (
    <Page
      title={t("playlists.title")}
      actions={
        <Button icon={<Plus size={18} />} onClick={() => setMaking(true)} data-testid="new-playlist">
          {t("playlists.new")}
        </Button>
      }
    >
      <BuildBySentence />
      {playlists.error ? (
        <ErrorState error={playlists.error} onRetry={() => void playlists.refetch()} />
      ) : playlists.isPending ? (
        <CardSkeletons className={gridClass} count={5} />
      ) : playlists.data.length === 0 ? (
        <EmptyState title={t("playlists.empty")} hint={t("playlists.emptyHint")} />
      ) : (
        <Grid label={t("playlists.title")}>
          {playlists.data.map((playlist) => (
            <Card
              key={playlist.id}
              to={`/playlists/${playlist.id}`}
              title={playlist.title}
              artwork={<Mosaic urls={playlist.artworkUrls} name={playlist.title} px={220} />}
              text={`${t("library.count", { count: playlist.trackCount })}${playlist.durationMs ? ` · ${span(playlist.durationMs)}` : ""}`}
              playLabel={`${t("player.play")} ${playlist.title}`}
              onPlay={playlist.trackCount > 0 ? () => attempt(commands.play({ playlistId: playlist.id })) : undefined}
            />
          ))}
        </Grid>
      )}
      {isMaking && <PlaylistForm heading={t("playlists.new")} submit={t("playlists.create")} onSave={create} onClose={() => setMaking(false)} />}
    </Page>
  );
}

/** A sentence goes to the chat, which builds the playlist and shows it. */
function BuildBySentence() {
  const { t } = useTranslation();
  const chat = useChat();
  const ui = useUi();
  const [text, setText] = useState("");
  return (
    <form
      className={styles.build}
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        ui.setPanel("chat");
        chat.say(/playlist|mixtape/i.test(text) ? text : `build a playlist: ${text}`);
        setText("");
      }}
    >
      <h2>{t("playlists.build")}</h2>
      <div className={styles.line}>
        <input className={styles.input} value={text} maxLength={2000} aria-label={t("playlists.build")} placeholder={t("playlists.buildPlaceholder")} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" look="primary" disabled={!text.trim()}>
          {t("playlists.create")}
        </Button>
      </div>
    </form>
  );
}
