import { MessageCirclePlus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useRecommendations } from "../../api/queries";
import type { RecommendationDto } from "../../api/types";
import { dayTimeOf } from "../../app/i18n/greetings";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { Button } from "../../ui/Button";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt, notify } from "../../ui/toasts";
import { NoMusic } from "../scan/NoMusic";
import { Composer } from "./Composer";
import { Conversation, Suggestions } from "./Conversation";
import { ForYou } from "./ForYou";
import styles from "./HomePage.module.css";
import { talkKey } from "./talk";
import { useChat } from "./useChat";

/** With fewer cards than this new ones are fetched. */
const fewest = 6;
const most = 12;

const hasFinePointer = () => window.matchMedia("(pointer: fine)").matches;

/** Chat is the home: an invitation first, then the conversation. */
export function HomePage() {
  const { t, texts } = useTranslation();
  const chat = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const isEmpty = chat.turns.length === 0 && !chat.pending;
  const hasTrack = usePlayerState((state) => !!state.playback?.track);
  useEffect(() => {
    document.title = "EchoTune";
  }, []);
  useEffect(() => {
    if (chat.isLoading) return;
    if (isEmpty) localStorage.removeItem(talkKey);
    else localStorage.setItem(talkKey, "1");
  }, [chat.isLoading, isEmpty]);
  const said = chat.turns.map((turn) => turn.text);

  // Whoever had no conversation last time most likely has none now: the greeting need not wait for the answer.
  if (chat.isLoading && localStorage.getItem(talkKey) !== null) return <div className={styles.wait}><RowSkeletons count={4} /></div>;
  if (chat.error && isEmpty) return <ErrorState error={chat.error} onRetry={chat.reload} />;

  if (isEmpty) {
    return (
      <div className="hero">
        <Echoes />
        <div className="hero-words">
          <h1 tabIndex={-1} className="hero-title">
            <span>{t(`chat.${dayTimeOf(new Date().getHours())}`)}</span>
            <br />
            {t("chat.hero")}
          </h1>
          <Composer onSay={chat.say} isBusy={false} isLarge autoFocus={hasFinePointer()} said={said} />
          <Suggestions texts={texts("chat.first")} onSay={chat.say} />
        </div>
        <ForYouSection />
        <NoMusic />
      </div>
    );
  }
  return (
    <div className={styles.talk}>
      <div className={styles.top}>
        <h1 tabIndex={-1}>{t("chat.title")}</h1>
        <Button size="s" look="plain" icon={<MessageCirclePlus size={17} />} onClick={() => attempt(chat.startAfresh())} data-testid="new-conversation">
          {t("chat.fresh")}
        </Button>
      </div>
      <div ref={scroller} className={styles.scroll} tabIndex={0} role="region" aria-label={t("chat.conversation")}>
        <div className={styles.column}>
          <Conversation chat={chat} scroller={scroller} />
        </div>
      </div>
      <div className={styles.foot}>
        {hasTrack && <Suggestions texts={texts("chat.follow").slice(0, 4)} onSay={chat.say} />}
        <Composer onSay={chat.say} isBusy={!!chat.pending && !chat.pending.error} autoFocus={hasFinePointer()} said={said} />
      </div>
    </div>
  );
}

function ForYouSection() {
  const { t } = useTranslation();
  const { commands, dismissals } = usePlayer();
  const recommendations = useRecommendations();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  // A few more are asked for than are shown: where one is dismissed, the next one is there at once.
  const items = recommendations.data?.items.filter((item) => !dismissed.has(item.track.id)).slice(0, most);
  const isShort = items !== undefined && items.length < fewest && dismissed.size > 0;
  const { refetch } = recommendations;
  useEffect(() => {
    if (isShort) void refetch();
  }, [isShort, refetch]);
  if (recommendations.error || items?.length === 0) return null;
  const onDismiss = ({ track }: RecommendationDto) => {
    dismissals.add(track, "recommendation");
    setDismissed((known) => new Set(known).add(track.id));
    const undo = () => {
      dismissals.undo(track.id);
      setDismissed((known) => new Set([...known].filter((id) => id !== track.id)));
    };
    notify(t("chat.dismissed", { title: track.title }), { action: { label: t("chat.undo"), run: undo } });
  };
  return (
    <ForYou
      title={t("chat.forYou")}
      items={items}
      answer={recommendations.data?.items.map((item) => item.track.id.slice(-6)).join("")}
      onPlay={(trackIds, startAt) => attempt(commands.play({ trackIds, startAt }))}
      onDismiss={onDismiss}
    />
  );
}

/** The sign of EchoTune, large and faint: rings that go out from the words. */
function Echoes() {
  return (
    <svg className={styles.echoes} viewBox="0 0 900 600" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {[70, 150, 240, 340, 450, 570, 700].map((radius, index) => (
        <circle key={radius} cx="60" cy="330" r={radius} style={{ animationDelay: `${index * 0.28}s` }} />
      ))}
    </svg>
  );
}
