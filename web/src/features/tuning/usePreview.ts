import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { call } from "../../api/typed";
import { useDebounced } from "../library/useDebounced";
import { previewOf, type Draft } from "./draft";

const shown = 12;
/** A slider on the move makes a new draft every frame: the server is asked once it rests for so long. */
const restMs = 180;

/** What a draft would bring. An answer to an earlier draft never takes the place of a later one, and its request is given up. */
export function usePreview(draft: Draft | undefined) {
  const rested = useDebounced(draft, restMs);
  const query = useQuery({
    queryKey: keys.preview(rested ?? {}),
    queryFn: ({ signal }) => call("post", "/recommendations/preview", { body: previewOf(rested!, shown), signal }),
    enabled: rested !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 60_000,
  });
  return { ...query, isLooking: query.isFetching || rested !== draft };
}
