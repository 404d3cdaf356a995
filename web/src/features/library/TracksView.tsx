import { useGenres, useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { humanise } from "../../ui/format";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { TrackList } from "../../ui/TrackList";
import { Choice, Tools, type SortName } from "./Tools";
import { useDebounced } from "./useDebounced";
import { useListState } from "./useListState";

const sorts: SortName[] = ["title", "artist", "album", "year", "duration", "added", "tempo", "energy"];

export function TracksView() {
  const { t } = useTranslation();
  const { query, sort, isDescending, genre, set } = useListState("title");
  const rested = useDebounced(query.trim(), 150);
  const genres = useGenres();
  const list = useTracks({ query: rested, genre, sort: rested && sort === "title" ? "relevance" : sort, descending: isDescending });
  return (
    <>
      <Tools view={t("library.tracks")} query={query} onQuery={(next) => set({ query: next })} sorts={sorts} sort={sort} isDescending={isDescending} onSort={(next, descending) => set({ sort: next, isDescending: descending })}>
        <Choice label={t("library.genre")} value={genre} onChange={(next) => set({ genre: next })}>
          <option value="">{t("library.noFilter")}</option>
          {genres.data?.map((one) => (
            <option key={one.name} value={one.name}>
              {humanise(one.name)}
            </option>
          ))}
        </Choice>
      </Tools>
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <RowSkeletons count={12} />
      ) : list.items.length === 0 ? (
        <NoTracks query={rested} />
      ) : (
        <TrackList tracks={list.items} label={t("library.tracks")} onEnd={list.loadMore} />
      )}
    </>
  );
}

export function NoTracks({ query }: { query: string }) {
  const { t } = useTranslation();
  return query ? <EmptyState title={t("library.noHits", { query })} hint={t("library.noHitsHint")} /> : <EmptyState title={t("library.empty")} hint={t("library.emptyHint")} />;
}
