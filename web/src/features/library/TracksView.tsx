import { useGenres, useHeard, useTracks } from "../../api/queries";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { moodName } from "../../app/i18n/moods";
import { humanise } from "../../ui/format";
import { EmptyState, ErrorState, RowSkeletons } from "../../ui/States";
import { TrackList } from "../../ui/TrackList";
import { Choice, Tools, type SortName } from "./Tools";
import { energies, genreChoice, genreOf, keyOf, rangeOf, tempos, wheel } from "./soundFilters";
import { useDebounced } from "./useDebounced";
import { useListState } from "./useListState";

const sorts: SortName[] = ["title", "artist", "album", "year", "duration", "added", "tempo", "key", "energy", "danceability", "valence"];
const heardSorts: SortName[] = [...sorts, "heard"];

export function TracksView() {
  const { t } = useTranslation();
  const { query, sort, isDescending, genre, tempo, key, energy, heard, mood, set } = useListState("title");
  const rested = useDebounced(query.trim(), 150);
  const genres = useGenres();
  const labels = useHeard().data;
  const isHeard = !!(heard || mood);
  const [bpm, level, harmony] = [rangeOf(tempo), rangeOf(energy), keyOf(key)];
  const list = useTracks({
    query: rested,
    genre,
    ...(bpm.from === undefined ? {} : { tempoFrom: bpm.from }),
    ...(bpm.to === undefined ? {} : { tempoTo: bpm.to }),
    ...(level.from === undefined ? {} : { energyFrom: level.from }),
    ...(level.to === undefined ? {} : { energyTo: level.to }),
    ...harmony,
    ...(heard ? { heardGenre: heard } : {}),
    ...(mood ? { heardMood: mood } : {}),
    sort: rested && sort === "title" ? "relevance" : sort,
    descending: isDescending,
  });
  const isNarrowed = !!(genre || tempo || key || energy) || isHeard;
  // What was heard is listed surest first, until another order is chosen; without it there is no such order.
  const narrowHeard = (change: { genre?: string; heard?: string; mood?: string }) => {
    const will = !!((change.heard ?? heard) || (change.mood ?? mood));
    set({ ...change, ...(will && !isHeard && sort === "title" ? { sort: "heard" as const, isDescending: false } : !will && sort === "heard" ? { sort: "title" as const, isDescending: false } : {}) });
  };
  return (
    <>
      <Tools view={t("library.tracks")} query={query} onQuery={(next) => set({ query: next })} sorts={isHeard ? heardSorts : sorts} sort={sort} isDescending={isDescending} onSort={(next, descending) => set({ sort: next, isDescending: descending })}>
        <Choice label={t("library.genre")} value={genreChoice(genre, heard)} onChange={(next) => narrowHeard(genreOf(next))}>
          <option value="">{t("library.noFilter")}</option>
          <optgroup label={t("library.tagged")}>
            {genres.data?.map((one) => (
              <option key={one.name} value={genreChoice(one.name, "")}>
                {humanise(one.name)}
              </option>
            ))}
          </optgroup>
          {labels && labels.genres.length > 0 && (
            <optgroup label={t("track.heard")}>
              {labels.genres.map((one) => (
                <option key={one.name} value={genreChoice("", one.name)}>
                  {t("library.heardGenre", { genre: humanise(one.name), count: one.trackCount })}
                </option>
              ))}
            </optgroup>
          )}
        </Choice>
        <Choice label={t("library.mood")} value={mood} onChange={(next) => narrowHeard({ mood: next })}>
          <option value="">{t("library.mood")}</option>
          {labels?.moods.map((one) => (
            <option key={one.name} value={one.name}>
              {t("library.heardMood", { mood: moodName(t, one.name), count: one.trackCount })}
            </option>
          ))}
        </Choice>
        <Choice label={t("library.tempo")} value={tempo} onChange={(next) => set({ tempo: next })}>
          <option value="">{t("library.tempo")}</option>
          {tempos.map((range) => {
            const { from, to } = rangeOf(range);
            return (
              <option key={range} value={range}>
                {from === undefined ? t("library.under", { to: to ?? 0 }) : to === undefined ? t("library.over", { from }) : t("library.between", { from, to })}
              </option>
            );
          })}
        </Choice>
        <Choice label={t("library.key")} value={key} onChange={(next) => set({ key: next })}>
          <option value="">{t("library.key")}</option>
          {wheel.map((one) => (
            <option key={one.camelot} value={one.camelot}>
              {t("library.keyOnly", { key: one.name, camelot: one.camelot })}
            </option>
          ))}
          {wheel.map((one) => (
            <option key={`~${one.camelot}`} value={`~${one.camelot}`}>
              {t("library.keyMix", { key: `${one.camelot} · ${one.name}` })}
            </option>
          ))}
        </Choice>
        <Choice label={t("library.energy")} value={energy} onChange={(next) => set({ energy: next })}>
          <option value="">{t("library.energy")}</option>
          {(Object.keys(energies) as (keyof typeof energies)[]).map((name) => (
            <option key={name} value={energies[name]}>
              {t(`library.${name}`)}
            </option>
          ))}
        </Choice>
        {isNarrowed && <Button onClick={() => set({ genre: "", tempo: "", key: "", energy: "", heard: "", mood: "", ...(sort === "heard" ? { sort: "title" as const } : {}) })}>{t("library.clearFilters")}</Button>}
      </Tools>
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <RowSkeletons count={12} />
      ) : list.items.length === 0 ? (
        isNarrowed && !rested ? <EmptyState title={t("library.noneLeft")} hint={t("library.noneLeftHint")} /> : <NoTracks query={rested} />
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
