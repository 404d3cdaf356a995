import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { RouterProvider } from "react-router";
import { ApiError } from "../api/client";
import { endpoints } from "../api/endpoints";
import { keys } from "../api/keys";
import { PlayerContext } from "../player/context";
import { createPlayer, type Player } from "../player/player";
import { ErrorState } from "../ui/States";
import { router } from "./router";
import { useArrived } from "./shell/arrived";
import { UiProvider } from "./ui";

const SignIn = lazy(() => import("../features/signIn/SignIn"));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && (!(error instanceof ApiError) || error.isTransient),
    },
  },
});

let player: Player | null = null;

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Door />
    </QueryClientProvider>
  );
}

/** Who is there first; the player starts once somebody is signed in. */
function Door() {
  const session = useQuery({ queryKey: keys.session, queryFn: endpoints.session, staleTime: Number.POSITIVE_INFINITY, retry: 10, retryDelay: (count) => Math.min(500 * 2 ** count, 4000) });
  // A server that starts may need a moment; somebody who waits longer is told.
  if (session.isPending) return session.failureCount < 3 ? null : <Closed error={session.failureReason} onRetry={() => void session.refetch()} />;
  if (session.error) return <Closed error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.signIn === "none") {
    return (
      <Suspense>
        <SignIn session={session.data} />
      </Suspense>
    );
  }
  return <Inside />;
}

function Closed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  useArrived();
  return <ErrorState error={error} isPage onRetry={onRetry} />;
}

function Inside() {
  const [ready] = useState(() => (player ??= createPlayer(queries)));
  return (
    <PlayerContext value={ready}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </PlayerContext>
  );
}
