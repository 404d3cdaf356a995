import { useAlbums } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { CardSkeletons, ErrorState } from "../../ui/States";
import { gridClass } from "../../ui/Cards";
import { AlbumCard } from "./AlbumCard";
import { NoTracks } from "./TracksView";
import { Tools } from "./Tools";
import { useDebounced } from "./useDebounced";
import { useListState } from "./useListState";
import { VirtualGrid } from "./VirtualGrid";

export function AlbumsView() {
  const { t } = useTranslation();
  const { query, sort, isDescending, set } = useListState("title");
  const rested = useDebounced(query.trim(), 150);
  const list = useAlbums({ query: rested, sort, descending: isDescending });
  return (
    <>
      <Tools view={t("library.albums")} query={query} onQuery={(next) => set({ query: next })} sorts={["title", "artist", "year", "added"]} sort={sort} isDescending={isDescending} onSort={(next, descending) => set({ sort: next, isDescending: descending })} />
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <CardSkeletons className={gridClass} />
      ) : list.items.length === 0 ? (
        <NoTracks query={rested} />
      ) : (
        <VirtualGrid items={list.items} label={t("library.albums")} keyOf={(album) => album.id} render={(album) => <AlbumCard as="div" album={album} />} onEnd={list.loadMore} />
      )}
    </>
  );
}
