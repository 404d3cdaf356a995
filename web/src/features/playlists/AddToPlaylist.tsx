import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type FormEvent } from "react";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { usePlaylists } from "../../api/queries";
import type { PlaylistDetailsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Mosaic } from "../../ui/Artwork";
import { Button } from "../../ui/Button";
import { RowSkeletons } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import { Dialog } from "../../ui/mui/Dialog";
import styles from "./Playlists.module.css";

/** Chooses or makes the playlist that tracks go to. */
export default function AddToPlaylist({ trackIds, onClose }: { trackIds: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const playlists = usePlaylists();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const done = ({ playlist }: PlaylistDetailsDto) => {
    notify(t("playlists.added", { title: playlist.title }));
    onClose();
    return queries.invalidateQueries({ queryKey: keys.playlists });
  };
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    setError(null);
    endpoints
      .createPlaylist({ title: name.trim(), trackIds })
      .then(done)
      .catch((problem: unknown) => setError(problem instanceof Error ? problem.message : String(problem)));
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="add-title" fullWidth maxWidth="xs">
      <div className={styles.dialog}>
        <h2 id="add-title">{t("playlists.addTo")}</h2>
        <form className={styles.line} onSubmit={create}>
          <input className={styles.input} value={name} maxLength={200} placeholder={t("playlists.new")} aria-label={t("playlists.new")} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" look="primary" icon={<Plus size={17} />} disabled={!name.trim()}>
            {t("playlists.create")}
          </Button>
        </form>
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        {playlists.isPending ? (
          <RowSkeletons count={3} />
        ) : (
          <ul className={styles.choices}>
            {playlists.data?.map((playlist) => (
              <li key={playlist.id}>
                <button type="button" onClick={() => attempt(endpoints.addToPlaylist(playlist.id, trackIds).then(done))}>
                  <Mosaic urls={playlist.artworkUrls} name={playlist.title} px={44} className={styles.tiny} />
                  <span className="ellipsis">{playlist.title}</span>
                  <small>{t("library.count", { count: playlist.trackCount })}</small>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
