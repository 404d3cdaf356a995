import { ListMusic, Play } from "lucide-react";
import { memo, useState } from "react";
import { Link } from "react-router";
import type { ChatTurnDto, ExplanationDto, PlaylistDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer } from "../../player/context";
import { Artwork, Mosaic } from "../../ui/Artwork";
import { Button } from "../../ui/Button";
import { EchoMark } from "../../ui/EchoMark";
import { span } from "../../ui/format";
import { Shares } from "../../ui/Shares";
import { attempt } from "../../ui/toasts";
import { TrackRow } from "../../ui/TrackRow";
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
            <TrackRow track={track} isCompact reason={result.reasons[index]} onPlay={() => attempt(commands.play({ trackIds: ids, startAt: index }))} />
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

/** Why a track was chosen: the sentence, the voices behind it, the tracks it follows from. */
export function ExplanationCard({ explanation, isBare }: { explanation: ExplanationDto; isBare?: boolean }) {
  const { t } = useTranslation();
  // The shares are drawn: their figures need no words.
  const facts = explanation.facts.filter((fact) => !/% of the score/.test(fact));
  return (
    <div className={isBare ? styles.bare : styles.explanation} data-testid="explanation">
      {!isBare && explanation.track && (
        <div className={styles.about}>
          <span className={styles.small}>
            <Artwork url={explanation.track.artworkUrl} name={explanation.track.album ?? explanation.track.title} px={44} />
          </span>
          <Link to={`/tracks/${explanation.track.id}`}>
            <b>{explanation.track.title}</b>
            <span>{explanation.track.artist}</span>
          </Link>
        </div>
      )}
      {isBare && <p>{explanation.sentence}</p>}
      <Shares strategies={explanation.strategies} label={t("chat.shares")} />
      {facts.length > 0 && (
        <ul className={styles.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {explanation.becauseOf.length > 0 && (
        <div className={styles.because}>
          <p>{t("chat.because")}</p>
          <ul>
            {explanation.becauseOf.slice(0, 4).map((track) => (
              <li key={track.id}>
                <Link to={`/tracks/${track.id}`}>
                  <span className={styles.tiny}>
                    <Artwork url={track.artworkUrl} name={track.album ?? track.title} px={32} />
                  </span>
                  <span className="ellipsis">
                    <b>{track.title}</b> <span>{track.artist}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
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
