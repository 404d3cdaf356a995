import { useEffect, useLayoutEffect, useRef, useState } from "react";
import styles from "./Tips.module.css";

const delayMs = 450;
const gap = 8;

/**
 * Short names beside buttons that show only an icon: for all of the page at once, from their `data-tip`.
 * They come on hover with a mouse and on focus by keyboard, and go with Escape. The button's own label says the same, so they are hidden from screen readers.
 */
export function Tips() {
  const [over, setOver] = useState<HTMLElement | null>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted: HTMLElement | null = null;
    const want = (next: HTMLElement | null, isAtOnce = false) => {
      if (next === wanted) return;
      wanted = next;
      clearTimeout(timer);
      if (next && !isAtOnce) timer = setTimeout(() => setOver(next), delayMs);
      else setOver(next);
    };
    const tipped = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null);
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType !== "mouse" || tip.current?.contains(event.target as Node)) return;
      want(tipped(event.target));
    };
    const onFocus = (event: FocusEvent) => {
      const target = tipped(event.target);
      want(target?.matches(":focus-visible") ? target : null, true);
    };
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && want(null);
    const onGone = () => want(null);
    document.addEventListener("pointerover", onPointerOver);
    document.addEventListener("pointerdown", onGone);
    document.addEventListener("scroll", onGone, true);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onGone);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onPointerOver);
      document.removeEventListener("pointerdown", onGone);
      document.removeEventListener("scroll", onGone, true);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onGone);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, []);

  useLayoutEffect(() => {
    const element = tip.current;
    if (!element || !over) return;
    const at = over.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.min(Math.max(gap, at.left + at.width / 2 - width / 2), window.innerWidth - width - gap);
    const isAbove = at.top - height - gap > 0;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(isAbove ? at.top - height - gap : at.bottom + gap)}px)`;
  }, [over]);

  const text = over?.isConnected ? over.dataset["tip"] : undefined;
  return text ? (
    <div ref={tip} className={styles.tip} aria-hidden="true">
      {text}
    </div>
  ) : null;
}
