import { createBrowserRouter } from "react-router";
import { HomePage } from "../features/chat/HomePage";
import { RouteError } from "./RouteError";
import { Shell } from "./shell/Shell";

const page = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({ Component: (await load()).default });

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <HomePage /> },
          { path: "library", lazy: page(() => import("../features/library/LibraryPage")) },
          { path: "library/:view", lazy: page(() => import("../features/library/LibraryPage")) },
          { path: "tracks/:id", lazy: page(() => import("../features/track/TrackPage")) },
          { path: "albums/:id", lazy: page(() => import("../features/album/AlbumPage")) },
          { path: "artists/:id", lazy: page(() => import("../features/artist/ArtistPage")) },
          { path: "genres/:name", lazy: page(() => import("../features/genre/GenrePage")) },
          { path: "years/:year", lazy: page(() => import("../features/year/YearPage")) },
          { path: "liked", lazy: page(() => import("../features/liked/LikedPage")) },
          { path: "history", lazy: page(() => import("../features/history/HistoryPage")) },
          { path: "playlists", lazy: page(() => import("../features/playlists/PlaylistsPage")) },
          { path: "playlists/:id", lazy: page(() => import("../features/playlists/PlaylistPage")) },
          { path: "queue", lazy: page(() => import("../features/queue/QueuePage")) },
          { path: "settings", lazy: page(() => import("../features/settings/SettingsPage")) },
          { path: "settings/tuning", lazy: page(() => import("../features/tuning/TuningPage")) },
          { path: "admin", lazy: page(() => import("../features/admin/AdminPage")) },
          { path: "admin/:view", lazy: page(() => import("../features/admin/AdminPage")) },
          { path: "*", lazy: page(() => import("./NotFoundPage")) },
        ],
      },
    ],
  },
]);
