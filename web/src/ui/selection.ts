/** What is chosen in a list: ids, and the place from which a range is counted. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: number | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null };

/** With `isRange` everything from the anchor to `index` is added; else the one at `index` is chosen, or not any more. */
export function choose(known: Selection, list: readonly string[], index: number, isRange: boolean): Selection {
  const id = list[index];
  if (id === undefined) return known;
  const ids = new Set(known.ids);
  if (isRange && known.anchor !== null) {
    const [from, to] = [Math.min(known.anchor, index), Math.max(known.anchor, index)];
    for (const one of list.slice(from, to + 1)) ids.add(one);
  } else if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: ids.size > 0 ? index : null };
}
