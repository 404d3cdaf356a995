import { feedback } from "./feedback";
import { Sightings } from "./sightings";

/*
 * What makes a list of recommendations live. Works on the drawn list: its items carry `data-key`, the controls in them `data-part`.
 * It is fetched after the first view, which is drawn without it.
 */

const itemsOf = (list: HTMLElement) => [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.dataset["key"] !== undefined);

/** What changes its place glides there, what is new fades in. Nothing moves for who wants no motion. */
export function glide(list: HTMLElement): () => void {
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  let places = new Map<string, { left: number; top: number }>();
  const note = () => {
    // Places in the list, whatever is scrolled.
    places = new Map(itemsOf(list).map((item) => [item.dataset["key"]!, { left: item.offsetLeft, top: item.offsetTop }]));
  };
  const changes = new MutationObserver(() => {
    const before = places;
    note();
    if (before.size === 0 || stillness.matches) return;
    for (const item of itemsOf(list)) {
      const was = before.get(item.dataset["key"]!);
      const now = places.get(item.dataset["key"]!)!;
      if (!was) item.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 320, easing: "ease-out" });
      else if (was.left !== now.left || was.top !== now.top)
        item.animate([{ transform: `translate(${was.left - now.left}px, ${was.top - now.top}px)` }, { transform: "none" }], { duration: 420, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" });
    }
  });
  const sizes = new ResizeObserver(note);
  changes.observe(list, { childList: true });
  sizes.observe(list);
  note();
  return () => {
    changes.disconnect();
    sizes.disconnect();
  };
}

/** When the item that has the focus goes, the same control of the one in its place has it. */
export function keepFocus(list: HTMLElement): () => void {
  let last: { item: Element; at: number; part: string } | null = null;
  const onFocus = (event: FocusEvent) => {
    const control = event.target as HTMLElement;
    const item = control.closest<HTMLElement>("[data-key]");
    last = item ? { item, at: itemsOf(list).indexOf(item), part: control.dataset["part"] ?? "" } : null;
  };
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && !list.contains(event.relatedTarget)) last = null;
  };
  const onPress = (event: PointerEvent) => {
    if (!list.contains(event.target as Node)) last = null;
  };
  const changes = new MutationObserver(() => {
    const items = itemsOf(list);
    if (!last) return;
    if (last.item.isConnected) {
      last.at = items.indexOf(last.item as HTMLElement);
      return;
    }
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const next = items[Math.min(last.at, items.length - 1)];
    (next?.querySelector<HTMLElement>(`[data-part="${last.part}"]`) ?? list).focus({ preventScroll: true });
  });
  list.addEventListener("focusin", onFocus);
  list.addEventListener("focusout", onBlur);
  document.addEventListener("pointerdown", onPress, true);
  changes.observe(list, { childList: true });
  return () => {
    list.removeEventListener("focusin", onFocus);
    list.removeEventListener("focusout", onBlur);
    document.removeEventListener("pointerdown", onPress, true);
    changes.disconnect();
  };
}

/** Tells which items were in view for a second, once for every answer (the list's `data-answer`). */
export function watchSeen(list: HTMLElement, onSeen: (key: string) => void = (trackId) => feedback.add("shown", trackId)): () => void {
  const sightings = new Sightings({
    timer: { set: (callback, ms) => setTimeout(callback, ms), clear: (handle) => clearTimeout(handle as number) },
    isVisible: () => document.visibilityState === "visible",
    onSeen,
  });
  const view = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const key = (entry.target as HTMLElement).dataset["key"]!;
        if (entry.isIntersecting) sightings.enter(key);
        else sightings.leave(key);
      }
    },
    { threshold: 0.6 },
  );
  let known = new Set<HTMLElement>();
  const look = () => {
    const items = itemsOf(list);
    for (const item of known) {
      if (item.isConnected) continue;
      view.unobserve(item);
      sightings.leave(item.dataset["key"]!);
    }
    for (const item of items) if (!known.has(item)) view.observe(item);
    known = new Set(items);
    if (list.dataset["answer"]) sightings.begin(list.dataset["answer"]);
  };
  const changes = new MutationObserver(look);
  changes.observe(list, { childList: true, attributes: true, attributeFilter: ["data-answer"] });
  look();
  return () => {
    changes.disconnect();
    view.disconnect();
    sightings.stop();
  };
}

/** All of it. */
export function live(list: HTMLElement): () => void {
  const ends = [glide(list), keepFocus(list), watchSeen(list)];
  return () => ends.forEach((end) => end());
}
