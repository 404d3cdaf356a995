import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { endpoints } from "../../api/endpoints";
import { newId } from "../../api/ids";
import { keys } from "../../api/keys";
import type { ChatTurnDto, ConversationDto } from "../../api/types";
import { usePlayer } from "../../player/context";

/** What was said and has no answer yet: shared by the page and the panel. */
interface Pending {
  text: string;
  /** Sent along, so that trying again after a lost answer does nothing twice. */
  turnId: string;
  error: string | null;
  /** The turn that was the last one when this was said. */
  after: string | null;
}

let pending: Pending | null = null;
const listeners = new Set<() => void>();

function setPending(next: Pending | null): void {
  pending = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export interface Chat {
  turns: ChatTurnDto[];
  isLoading: boolean;
  error: unknown;
  reload: () => void;
  pending: Pending | null;
  say: (text: string) => void;
  retry: () => void;
  startAfresh: () => Promise<void>;
}

/** The latest conversation, and a way to say more. */
export function useChat(): Chat {
  const queries = useQueryClient();
  const { deviceId, engine } = usePlayer();
  const conversation = useQuery({ queryKey: keys.conversation, queryFn: () => endpoints.conversation(), staleTime: Number.POSITIVE_INFINITY });
  const now = useSyncExternalStore(subscribe, () => pending);

  const send = useCallback(
    (text: string, turnId: string) => {
      const words = text.trim();
      if (!words || (pending && !pending.error)) return;
      const known = queries.getQueryData<ConversationDto>(keys.conversation);
      const after = known?.turns.at(-1)?.turnId ?? null;
      setPending({ text: words, turnId, error: null, after });
      void engine.unlock();
      endpoints
        .say(words, known?.conversationId ?? null, deviceId, turnId)
        .then((turn) => {
          queries.setQueryData<ConversationDto>(keys.conversation, (before) => ({
            conversationId: turn.conversationId,
            turns: before?.turns.some((one) => one.turnId === turn.turnId) ? before.turns : [...(before?.turns ?? []), turn],
          }));
          setPending(null);
        })
        .catch((error: unknown) => setPending({ text: words, turnId, error: error instanceof Error ? error.message : String(error), after }));
    },
    [deviceId, engine, queries],
  );

  const say = useCallback((text: string) => send(text, newId()), [send]);

  const retry = useCallback(() => {
    if (!pending) return;
    const { text, turnId } = pending;
    setPending(null);
    send(text, turnId);
  }, [send]);

  const startAfresh = useCallback(async () => {
    await endpoints.newConversation();
    setPending(null);
    queries.setQueryData<ConversationDto>(keys.conversation, { conversationId: null, turns: [] });
  }, [queries]);

  // The push of a turn may come before the answer to its request: then it is no longer pending.
  const turns = conversation.data?.turns ?? [];
  const newest = turns.at(-1);
  const isAnswered = now !== null && newest !== undefined && newest.turnId !== now.after && newest.text === now.text;

  return {
    turns,
    isLoading: conversation.isPending,
    error: conversation.error,
    reload: () => void conversation.refetch(),
    pending: isAnswered ? null : now,
    say,
    retry,
    startAfresh,
  };
}
