import { MessageCirclePlus, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { IconButton } from "../../ui/Button";
import { EmptyState, ErrorState } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import panel from "../queue/Panel.module.css";
import { Composer } from "./Composer";
import { Conversation, Suggestions } from "./Conversation";
import { useChat } from "./useChat";

/** The chat beside any page. */
export function ChatPanel({ onClose }: { onClose: () => void }) {
  const { t, texts } = useTranslation();
  const chat = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const isEmpty = chat.turns.length === 0 && !chat.pending;
  return (
    <div className={panel.panel} data-testid="chat-panel">
      <header className={panel.head}>
        <h2>{t("chat.title")}</h2>
        <IconButton size="s" label={t("chat.fresh")} onClick={() => attempt(chat.startAfresh())}>
          <MessageCirclePlus size={18} />
        </IconButton>
        <IconButton size="s" label={t("chat.close")} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </header>
      <div ref={scroller} className={panel.scroll} tabIndex={0} role="region" aria-label={t("chat.conversation")}>
        {chat.error && isEmpty ? <ErrorState error={chat.error} onRetry={chat.reload} /> : null}
        {isEmpty ? <EmptyState title={t("chat.hero")} /> : <Conversation chat={chat} scroller={scroller} />}
      </div>
      <div className={panel.foot}>
        <Suggestions texts={(isEmpty ? texts("chat.first") : texts("chat.follow")).slice(0, 3)} onSay={chat.say} />
        <Composer onSay={chat.say} isBusy={!!chat.pending && !chat.pending.error} autoFocus said={chat.turns.map((turn) => turn.text)} />
      </div>
    </div>
  );
}
