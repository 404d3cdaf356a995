export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  isError?: boolean;
}

type Listener = (toast: Toast) => void;

let listener: Listener | null = null;
let count = 0;

export function onToast(next: Listener | null): void {
  listener = next;
}

/** A short message at the foot of the page, read aloud. */
export function notify(text: string, options: Pick<Toast, "action" | "isError"> = {}): void {
  listener?.({ id: ++count, text, ...options });
}

/** For commands fired from buttons: what fails is said, never swallowed. */
export function attempt(work: Promise<unknown>): void {
  work.catch((error: unknown) => notify(error instanceof Error ? error.message : String(error), { isError: true }));
}
