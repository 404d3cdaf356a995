/** Everything that a key can do anywhere on a page. */
export type Action =
  | "toggle"
  | "back"
  | "forward"
  | "next"
  | "previous"
  | "louder"
  | "quieter"
  | "mute"
  | "shuffle"
  | "repeat"
  | "queue"
  | "chat"
  | "palette"
  | "like"
  | "full"
  | "help";

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  target: EventTarget | null;
}

const typingSelector = 'input:not([type="checkbox"]):not([type="radio"]):not([type="range"]), textarea, select, [contenteditable="true"]';
/** Here the arrows and letters have a meaning of their own. */
const widgetSelector = '[role="slider"], input[type="range"], [role="menu"], [role="listbox"], [role="dialog"], [role="radiogroup"], [role="combobox"]';
/** Here space presses what has the focus. */
const pressableSelector = 'button, a[href], summary, [role="button"], [role="menuitem"], [role="option"], [role="switch"], [role="tab"], input, label';

const plain: Record<string, Action> = {
  j: "back",
  k: "toggle",
  l: "forward",
  m: "mute",
  s: "shuffle",
  r: "repeat",
  q: "queue",
  "/": "chat",
  "?": "help",
  f: "full",
  n: "next",
  p: "previous",
};

const shifted: Record<string, Action> = {
  ArrowLeft: "back",
  ArrowRight: "forward",
  ArrowUp: "louder",
  ArrowDown: "quieter",
  L: "like",
  N: "next",
  P: "previous",
  "?": "help",
};

/** What a key press means, or null where it belongs to what has the focus. */
export function actionOf(press: KeyPress): Action | null {
  const target = press.target instanceof Element ? press.target : null;
  const isMain = press.ctrlKey || press.metaKey;
  if (isMain && !press.altKey && press.key.toLowerCase() === "k") return "palette";
  if (target?.closest(typingSelector)) return null;
  if (isMain && !press.altKey && !target?.closest(widgetSelector)) {
    if (press.key === "ArrowRight") return "next";
    if (press.key === "ArrowLeft") return "previous";
    return null;
  }
  if (press.altKey || isMain) return null;
  if (target?.closest(widgetSelector)) return null;
  if (press.key === " ") return target?.closest(pressableSelector) ? null : "toggle";
  if (press.shiftKey) return shifted[press.key] ?? null;
  return plain[press.key] ?? null;
}
