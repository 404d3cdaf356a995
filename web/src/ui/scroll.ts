import { createContext, use, type RefObject } from "react";

export const ScrollContext = createContext<RefObject<HTMLElement | null>>({ current: null });

/** The element that scrolls the page. */
export function useScrollElement(): RefObject<HTMLElement | null> {
  return use(ScrollContext);
}
