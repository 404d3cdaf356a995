import { ArrowUp } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { IconButton } from "../../ui/Button";
import styles from "./Composer.module.css";

const longest = 10_000;

/** What was begun and not yet sent: another page, or the panel, goes on with it. */
let draft = "";

interface ComposerProps {
  onSay: (text: string) => void;
  isBusy: boolean;
  isLarge?: boolean;
  autoFocus?: boolean;
  /** What was said before, newest last: the up arrow brings it back. */
  said: string[];
}

/** Where one speaks. Enter sends, Shift Enter breaks the line. */
export function Composer({ onSay, isBusy, isLarge, autoFocus, said }: ComposerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(draft);
  useEffect(() => {
    draft = text;
  }, [text]);
  const back = useRef(0);
  const area = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    // While it is empty one line is enough, whatever width the placeholder has before its font has come.
    if (text) element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
  }, [text]);

  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!text.trim() || isBusy) return;
    // First: the invitation gives way to the conversation at once, whose composer begins with the draft.
    draft = "";
    setText("");
    back.current = 0;
    onSay(text);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if ((event.key === "ArrowUp" && (text === "" || back.current > 0)) || (event.key === "ArrowDown" && back.current > 0)) {
      const place = back.current + (event.key === "ArrowUp" ? 1 : -1);
      if (place > said.length) return;
      event.preventDefault();
      back.current = place;
      setText(place === 0 ? "" : (said[said.length - place] ?? ""));
    } else if (event.key === "Escape") area.current?.blur();
  };

  return (
    <form className={`${styles.composer} ${isLarge ? styles.large : ""}`} onSubmit={send}>
      <textarea
        ref={area}
        rows={1}
        value={text}
        maxLength={longest}
        autoFocus={autoFocus}
        data-composer
        data-testid="chat-input"
        aria-label={t("chat.label")}
        placeholder={t("chat.placeholder")}
        onChange={(event) => {
          back.current = 0;
          setText(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <IconButton type="submit" look="primary" label={t("chat.send")} disabled={!text.trim() || isBusy} data-testid="chat-send">
        <ArrowUp size={20} />
      </IconButton>
    </form>
  );
}
