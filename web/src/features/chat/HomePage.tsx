import { MessageCirclePlus } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRecommendations } from "../../api/queries";
import { usePlayer, usePlayerState } from "../../player/context";
import { Button } from "../../ui/Button";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { Composer } from "./Composer";
import { Conversation, Suggestions } from "./Conversation";
import { ForYou } from "./ForYou";
import styles from "./HomePage.module.css";
import { useChat } from "./useChat";

function greetingOf(hour: number): "morning" | "afternoon" | "evening" | "night" {
  return hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

/** Chat is the home: an invitation first, then the conversation. */
export function HomePage() {
  const { t } = useTranslation();
  const chat = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const isEmpty = chat.turns.length === 0 && !chat.pending;
  const hasTrack = usePlayerState((state) => !!state.playback?.track);
  useEffect(() => {
    document.title = "EchoTune";
  }, []);
  const said = chat.turns.map((turn) => turn.text);

  if (chat.isLoading) return <div className={styles.wait}><RowSkeletons count={4} /></div>;
  if (chat.error && isEmpty) return <ErrorState error={chat.error} onRetry={chat.reload} />;

  if (isEmpty) {
    return (
      <div className={styles.invite}>
        <Echoes />
        <div className={styles.words}>
          <h1 tabIndex={-1}>
            <span>{t(`chat.${greetingOf(new Date().getHours())}`)}</span> {t("chat.hero")}
          </h1>
          <Composer onSay={chat.say} isBusy={false} isLarge autoFocus={window.matchMedia("(pointer: fine)").matches} said={said} />
          <Suggestions texts={t("chat.first", { returnObjects: true })} onSay={chat.say} />
        </div>
        <ForYouSection />
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
        {hasTrack && <Suggestions texts={t("chat.follow", { returnObjects: true }).slice(0, 4)} onSay={chat.say} />}
        <Composer onSay={chat.say} isBusy={!!chat.pending && !chat.pending.error} autoFocus={window.matchMedia("(pointer: fine)").matches} said={said} />
      </div>
    </div>
  );
}

function ForYouSection() {
  const { t } = useTranslation();
  const { commands } = usePlayer();
  const recommendations = useRecommendations();
  const items = recommendations.data?.items ?? [];
  if (items.length === 0) return null;
  const ids = items.map((item) => item.track.id);
  return <ForYou title={t("chat.forYou")} items={items} onPlay={(index) => attempt(commands.play({ trackIds: ids, startAt: index }))} />;
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
