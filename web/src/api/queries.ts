import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "./client";
import { endpoints, type AlbumFilter, type TrackFilter } from "./endpoints";
import { keys } from "./keys";
import type { Page } from "./types";

interface Paged<T> {
  items: T[];
  isPending: boolean;
  isFetching: boolean;
  error: unknown;
  refetch: () => void;
  loadMore: () => void;
}

function usePages<T>(queryKey: readonly unknown[], load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>): Paged<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  return useMemo(
    () => ({
      items,
      isPending: query.isPending,
      isFetching: query.isFetching,
      error: query.data ? null : query.error,
      refetch: () => void refetch(),
      loadMore: () => {
        if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
      },
    }),
    [items, query.isPending, query.isFetching, query.data, query.error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch],
  );
}

export const useTracks = (filter: TrackFilter) => usePages(keys.tracks(filter), (cursor, signal) => endpoints.tracks(filter, cursor, 100, signal));
export const useAlbums = (filter: AlbumFilter) => usePages(keys.albums(filter), (cursor) => endpoints.albums(filter, cursor));
export const useArtists = (filter: { query?: string; genre?: string }) => usePages(keys.artists(filter), (cursor) => endpoints.artists(filter, cursor));
export const useHistory = () => usePages(keys.history, (cursor) => endpoints.history(cursor));

export const useTrack = (id: string) => useQuery({ queryKey: keys.track(id), queryFn: () => endpoints.track(id) });
export const useArtist = (id: string) => useQuery({ queryKey: keys.artist(id), queryFn: () => endpoints.artist(id) });
export const useAlbum = (id: string) => useQuery({ queryKey: keys.album(id), queryFn: () => endpoints.album(id) });
export const useGenres = () => useQuery({ queryKey: keys.genres, queryFn: endpoints.genres, select: (data) => data.items });
export const useHeard = () => useQuery({ queryKey: keys.heard, queryFn: endpoints.heard });
export const useYears = () => useQuery({ queryKey: keys.years, queryFn: endpoints.years, select: (data) => data.items });
export const useSimilar = (id: string) => useQuery({ queryKey: keys.similar(id), queryFn: () => endpoints.similar(id), select: (data) => data.items });
export const useDuplicates = (id: string) => useQuery({ queryKey: keys.duplicates(id), queryFn: () => endpoints.duplicates(id), select: (data) => data.items });
export const useExplanation = (id: string | undefined) =>
  useQuery({ queryKey: keys.explanation(id ?? ""), queryFn: () => endpoints.explanation(id as string), enabled: !!id, staleTime: 10_000 });
export const useRecommendations = () => useQuery({ queryKey: keys.recommendations, queryFn: () => endpoints.recommendations(15), staleTime: 30_000 });
/** Who is there: known since the page began. */
export const useSession = () => useQuery({ queryKey: keys.session, queryFn: endpoints.session, staleTime: Number.POSITIVE_INFINITY });
export const usePlaylists = () => useQuery({ queryKey: keys.playlists, queryFn: endpoints.playlists, select: (data) => data.items });
export const usePlaylist = (id: string) => useQuery({ queryKey: keys.playlist(id), queryFn: () => endpoints.playlist(id) });
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: endpoints.settings });
export const useScan = () => useQuery({ queryKey: keys.scan, queryFn: endpoints.scan });

/** The whole analysis; null while the track is not analysed. It never changes for a version of the analyser. */
export const useFeatures = (id: string | undefined) =>
  useQuery({
    queryKey: keys.features(id ?? ""),
    enabled: !!id,
    staleTime: (query) => (query.state.data ? Number.POSITIVE_INFINITY : 5_000),
    queryFn: async () => {
      try {
        return await endpoints.features(id as string);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

/** How far the analysis of a track is: pushed as it moves on, and asked for again now and then, so that the server goes on telling. */
export const useHearing = (id: string) => {
  const queries = useQueryClient();
  return useQuery({
    queryKey: keys.hearing(id),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.state === "heard" || query.state.data?.state === "failed" ? false : 15_000),
    queryFn: async () => {
      const hearing = await endpoints.hearing(id);
      if (hearing.state === "heard") void queries.invalidateQueries({ queryKey: keys.features(id) });
      return hearing;
    },
  });
};
