import { useQuery, useQueryClient } from "@tanstack/react-query";
import { GripVertical, Pencil, Play, Plus, Shuffle, Trash2, X } from "lucide-react";
import { useCallback, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { usePlaylist } from "../../api/queries";
import type { PlaylistDetailsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Mosaic } from "../../ui/Artwork";
import { Button, IconButton } from "../../ui/Button";
import { span } from "../../ui/format";
import { Hero, Page, Section } from "../../ui/Page";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import { TrackRow } from "../../ui/TrackRow";
import { moved, useReorder } from "../../ui/useReorder";
import { Dialog } from "../../ui/mui/Dialog";
import { SearchField } from "../library/Tools";
import { useDebounced } from "../library/useDebounced";
import { PlaylistForm } from "./PlaylistForm";
import styles from "./Playlists.module.css";
import { usePlaylistEdits } from "./usePlaylistEdits";

export default function PlaylistPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { commands } = usePlayer();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const query = usePlaylist(id);
  const edits = usePlaylistEdits(id);
  const [open, setOpen] = useState<"name" | "delete" | null>(null);
  if (query.error) return <ErrorState isPage error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Page title={t("state.loading")}><RowSkeletons /></Page>;
  const { playlist, entries } = query.data;

  const remove = () => {
    setOpen(null);
    const lost: PlaylistDetailsDto = query.data;
    attempt(
      endpoints.deletePlaylist(id).then(async () => {
        await navigate("/playlists");
        queries.removeQueries({ queryKey: keys.playlist(id) });
        await queries.invalidateQueries({ queryKey: keys.playlists });
        const restore = async () => {
          const { playlist: back } = await endpoints.createPlaylist({ title: lost.playlist.title, description: lost.playlist.description, trackIds: lost.entries.map((entry) => entry.track.id) });
          await queries.invalidateQueries({ queryKey: keys.playlists });
          await navigate(`/playlists/${back.id}`);
        };
        notify(t("playlists.deleted", { title: lost.playlist.title }), { action: { label: t("playlists.undo"), run: () => attempt(restore()) } });
      }),
    );
  };

  return (
    <Page
      title={playlist.title}
      heading={
        <Hero
          kind={t("chat.playlistBuilt")}
          title={playlist.title}
          artwork={<Mosaic urls={playlist.artworkUrls} name={playlist.title} px={236} />}
          facts={
            <>
              <span>{t("library.count", { count: entries.length })}</span>
              {playlist.durationMs > 0 && <span>{span(playlist.durationMs)}</span>}
            </>
          }
          actions={
            <>
              <Button look="primary" size="l" icon={<Play size={19} fill="currentColor" />} disabled={entries.length === 0} onClick={() => attempt(commands.play({ playlistId: id }))}>
                {t("library.playAll")}
              </Button>
              <Button size="l" icon={<Shuffle size={18} />} disabled={entries.length === 0} onClick={() => attempt(commands.play({ playlistId: id, shuffle: true }))}>
                {t("library.shuffleAll")}
              </Button>
              <IconButton look="soft" label={t("playlists.rename")} onClick={() => setOpen("name")}>
                <Pencil size={18} />
              </IconButton>
              <IconButton look="soft" label={t("playlists.delete")} onClick={() => setOpen("delete")}>
                <Trash2 size={18} />
              </IconButton>
            </>
          }
        />
      }
    >
      {playlist.description && <p className={styles.built}>{playlist.description}</p>}
      {playlist.builtFrom && <p className={styles.built}>{t("playlists.builtFrom", { text: playlist.builtFrom })}</p>}
      {entries.length === 0 ? <EmptyState title={t("playlists.emptyList")} hint={t("playlists.emptyListHint")} /> : <Entries details={query.data} edits={edits} />}
      <Adder onAdd={edits.add} />
      {open === "name" && (
        <PlaylistForm
          heading={t("playlists.rename")}
          submit={t("playlists.save")}
          title={playlist.title}
          description={playlist.description}
          onSave={(title, description) => {
            setOpen(null);
            return edits.rename(title, description);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      <Dialog open={open === "delete"} onClose={() => setOpen(null)} aria-labelledby="delete-title">
        <div className={styles.dialog}>
          <h2 id="delete-title">{t("playlists.deleteTitle", { title: playlist.title })}</h2>
          <p>{t("playlists.deleteText")}</p>
          <div className={styles.actions}>
            <Button look="plain" onClick={() => setOpen(null)}>
              {t("playlists.cancel")}
            </Button>
            <Button look="danger" onClick={remove} data-testid="confirm-delete">
              {t("playlists.delete")}
            </Button>
          </div>
        </div>
      </Dialog>
    </Page>
  );
}

function Entries({ details, edits }: { details: PlaylistDetailsDto; edits: ReturnType<typeof usePlaylistEdits> }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const { entries, playlist } = details;
  const [said, setSaid] = useState("");
  const ids = entries.map((entry) => entry.entryId);
  const onMove = useCallback(
    (entryId: string, to: number) => {
      const from = entries.findIndex((entry) => entry.entryId === entryId);
      setSaid(t("queue.moved", { title: entries[from]?.track.title ?? "", place: to + 1, count: entries.length }));
      void edits.setEntries(moved(entries, from, to));
    },
    [entries, edits, t],
  );
  const reorder = useReorder(ids, onMove);
  return (
    <>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <ol className={styles.entries} aria-label={playlist.title} data-testid="playlist-entries">
        {entries.map((entry, index) => (
          <li
            key={entry.entryId}
            className={styles.entry}
            data-reorder-id={entry.entryId}
            data-dragged={reorder.draggedId === entry.entryId || undefined}
            data-over={reorder.overId === entry.entryId || undefined}
          >
            <button type="button" className={styles.grip} aria-label={`${t("queue.drag", { title: entry.track.title })}. ${t("queue.dragHint")}`} {...reorder.handleProps(entry.entryId)}>
              <GripVertical size={16} />
            </button>
            <TrackRow
              track={entry.track}
              reason={entry.reason}
              onPlay={() => attempt(commands.play({ playlistId: playlist.id, startAt: index }))}
              extra={
                <IconButton size="s" label={t("playlists.remove", { title: entry.track.title })} onClick={() => void edits.setEntries(entries.filter((one) => one.entryId !== entry.entryId))}>
                  <X size={17} />
                </IconButton>
              }
            />
          </li>
        ))}
      </ol>
    </>
  );
}

function Adder({ onAdd }: { onAdd: (trackId: string) => Promise<void> }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const [text, setText] = useState("");
  const rested = useDebounced(text.trim(), 150);
  const hits = useQuery({ queryKey: keys.search(rested), queryFn: ({ signal }) => endpoints.search(rested, 8, signal), enabled: rested.length > 0 });
  return (
    <div className={styles.adder}>
      <Section title={t("playlists.addTracks")}>
        <SearchField label={t("library.search", { view: t("library.tracks") })} query={text} onQuery={setText} />
        {rested && (
          <ul className={styles.hits}>
            {hits.data?.tracks.map((track) => (
              <li key={track.id}>
                <TrackRow
                  track={track}
                  isCompact
                  onPlay={() => attempt(commands.play({ trackIds: [track.id] }))}
                  extra={
                    <IconButton size="s" label={`${t("playlists.addTracks")}: ${track.title}`} onClick={() => attempt(onAdd(track.id))}>
                      <Plus size={18} />
                    </IconButton>
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}
