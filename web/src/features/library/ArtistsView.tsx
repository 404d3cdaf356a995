import { useArtists } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { gridClass } from "../../ui/Cards";
import { CardSkeletons, ErrorState } from "../../ui/States";
import { ArtistCard } from "./AlbumCard";
import { NoTracks } from "./TracksView";
import { Tools } from "./Tools";
import { useDebounced } from "./useDebounced";
import { useListState } from "./useListState";
import { VirtualGrid } from "./VirtualGrid";

export function ArtistsView() {
  const { t } = useTranslation();
  const { query, set } = useListState("title");
  const rested = useDebounced(query.trim(), 150);
  const list = useArtists({ query: rested });
  return (
    <>
      <Tools view={t("library.artists")} query={query} onQuery={(next) => set({ query: next })} sorts={[]} sort="title" isDescending={false} onSort={() => undefined} />
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <CardSkeletons className={gridClass} />
      ) : list.items.length === 0 ? (
        <NoTracks query={rested} />
      ) : (
        <VirtualGrid items={list.items} label={t("library.artists")} keyOf={(artist) => artist.id} render={(artist) => <ArtistCard as="div" artist={artist} />} onEnd={list.loadMore} />
      )}
    </>
  );
}
