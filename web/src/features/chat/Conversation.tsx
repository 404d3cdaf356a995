import { RotateCw } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { EchoMark } from "../../ui/EchoMark";
import styles from "./Conversation.module.css";
import { Said, Turn } from "./Turn";
import type { Chat } from "./useChat";

/** The turns, with what is being thought about at the end. New ones are read aloud and scrolled to. */
export function Conversation({ chat, scroller }: { chat: Chat; scroller: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const last = `${chat.turns.at(-1)?.turnId}/${chat.pending?.text}/${chat.pending?.error}`;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element || last === seen.current) return;
    const isFirst = seen.current === null;
    seen.current = last;
    const isCalm = isFirst || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollTo({ top: element.scrollHeight, behavior: isCalm ? "instant" : "smooth" });
  }, [last, scroller]);

  return (
    <div role="log" aria-label={t("chat.conversation")} aria-live="polite" aria-relevant="additions" data-testid="conversation">
      <ol className={styles.turns}>
        {chat.turns.map((turn) => (
          <Turn key={turn.turnId} turn={turn} />
        ))}
        {chat.pending && (
          <li className={styles.pending}>
            <Said text={chat.pending.text} />
            {chat.pending.error ? (
              <div className={styles.failed} role="alert">
                <p>{t("chat.failed", { message: chat.pending.error })}</p>
                <Button size="s" icon={<RotateCw size={15} />} onClick={chat.retry}>
                  {t("chat.retry")}
                </Button>
              </div>
            ) : (
              <p className={styles.thinking} aria-label={t("chat.thinking")}>
                <EchoMark size={26} isAlive />
              </p>
            )}
          </li>
        )}
      </ol>
    </div>
  );
}

export function Suggestions({ texts, onSay }: { texts: readonly string[]; onSay: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.suggestions} aria-label={t("chat.suggestions")}>
      {texts.map((text) => (
        <li key={text}>
          <button type="button" className={styles.suggestion} onClick={() => onSay(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
