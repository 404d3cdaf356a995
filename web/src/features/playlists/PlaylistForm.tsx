import { useState, type FormEvent } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/mui/Dialog";
import styles from "./Playlists.module.css";

interface PlaylistFormProps {
  heading: string;
  submit: string;
  title?: string;
  description?: string;
  onSave: (title: string, description: string) => Promise<unknown>;
  onClose: () => void;
}

/** Name and description, for a new playlist or one that is there. */
export function PlaylistForm({ heading, submit, title = "", description = "", onSave, onClose }: PlaylistFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(title);
  const [text, setText] = useState(description);
  const [error, setError] = useState<string | null>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    setError(null);
    onSave(name.trim(), text.trim()).catch((problem: unknown) => setError(problem instanceof Error ? problem.message : String(problem)));
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="form-title" fullWidth maxWidth="xs">
      <form className={styles.dialog} onSubmit={save}>
        <h2 id="form-title">{heading}</h2>
        <label className={styles.field}>
          {t("playlists.name")}
          <input className={styles.input} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        </label>
        <label className={styles.field}>
          {t("playlists.description")}
          <textarea className={styles.input} value={text} maxLength={2000} rows={3} onChange={(event) => setText(event.target.value)} />
        </label>
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        <div className={styles.actions}>
          <Button look="plain" onClick={onClose}>
            {t("playlists.cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={!name.trim()}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
