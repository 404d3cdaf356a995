import { ListMusic, Play } from "lucide-react";
import { memo, useState } from "react";
import { Link } from "react-router";
import type { ChatTurnDto, PlaylistDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Mosaic } from "../../ui/Artwork";
import { Button } from "../../ui/Button";
import { EchoMark } from "../../ui/EchoMark";
import { span } from "../../ui/format";
import { attempt } from "../../ui/toasts";
import { TrackRow } from "../../ui/TrackRow";
import { ExplanationCard } from "../nowPlaying/ExplanationCard";
import { Reason } from "../nowPlaying/Why";
import { readResult, type CallResult } from "./results";
import styles from "./Turn.module.css";

const shownAtFirst = 5;

function Tracks({ result }: { result: CallResult }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const [isAll, setAll] = useState(false);
  const ids = result.tracks.map((track) => track.id);
  const shown = isAll ? result.tracks : result.tracks.slice(0, shownAtFirst);
  return (
    <div className={styles.tracks}>
      <ul>
        {shown.map((track, index) => (
          <li key={`${track.id}-${index}`}>
            <TrackRow track={track} isCompact reason={result.reasons[index]} drawReason={(text, className) => <Reason trackId={track.id} title={track.title} text={text} className={className} />} onPlay={() => attempt(commands.play({ trackIds: ids, startAt: index }))} />
          </li>
        ))}
      </ul>
      {result.tracks.length > shownAtFirst && !isAll && (
        <Button size="s" look="plain" onClick={() => setAll(true)}>
          {t("chat.more", { count: result.tracks.length - shownAtFirst })}
        </Button>
      )}
    </div>
  );
}

function BuiltPlaylist({ playlist }: { playlist: PlaylistDto }) {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  return (
    <div className={styles.playlist} data-testid="chat-playlist">
      <span className={styles.cover}>
        {playlist.artworkUrls?.length ? <Mosaic urls={playlist.artworkUrls} name={playlist.title} px={72} /> : <ListMusic size={28} />}
      </span>
      <div>
        <Link to={`/playlists/${playlist.id}`} className={styles.name}>
          {playlist.title}
        </Link>
        <p>
          {t("chat.playlistBuilt")} · {t("library.count", { count: playlist.trackCount ?? 0 })}
          {playlist.durationMs ? ` · ${span(playlist.durationMs)}` : ""}
        </p>
      </div>
      <Button look="primary" size="s" icon={<Play size={15} fill="currentColor" />} onClick={() => attempt(commands.play({ playlistId: playlist.id }))}>
        {t("player.play")}
      </Button>
    </div>
  );
}

/** One exchange: what was said, the answer, and what can be done with it. */
export const Turn = memo(function Turn({ turn }: { turn: ChatTurnDto }) {
  const results = turn.calls.map(readResult);
  const playlist = results.find((result) => result.playlist)?.playlist;
  return (
    <li className={styles.turn} data-testid="chat-turn">
      <Said text={turn.text} />
      <div className={styles.answer}>
        <EchoMark size={24} />
        <div className={styles.body}>
          <p className={styles.reply} data-testid="chat-reply">
            <span className="visually-hidden">EchoTune: </span>
            {turn.reply}
          </p>
          {results.map((result, index) => result.explanation && <ExplanationCard key={index} explanation={result.explanation} />)}
          {playlist && <BuiltPlaylist playlist={playlist} />}
          {results.map((result, index) => result.tracks.length > 0 && !result.explanation && <Tracks key={index} result={result} />)}
        </div>
      </div>
    </li>
  );
});

export function Said({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <p className={styles.said}>
      <span className="visually-hidden">{t("chat.you")}: </span>
      {text}
    </p>
  );
}
