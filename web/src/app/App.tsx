import type { EmotionCache } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { ThemeProvider } from "@mui/material/styles";
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
import { theme } from "./theme/theme";
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

export function App({ cache }: { cache: EmotionCache }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="system" modeStorageKey="echotune.mode" disableTransitionOnChange={false}>
        <QueryClientProvider client={queries}>
          <Door />
        </QueryClientProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}

/** Who is there first; the player starts once somebody is signed in. */
function Door() {
  const session = useQuery({ queryKey: keys.session, queryFn: endpoints.session, staleTime: Number.POSITIVE_INFINITY, retry: 10, retryDelay: (count) => Math.min(500 * 2 ** count, 4000) });
  if (session.isPending) return null;
  if (session.error) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.signIn === "none") {
    return (
      <Suspense>
        <SignIn session={session.data} />
      </Suspense>
    );
  }
  return <Inside />;
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
