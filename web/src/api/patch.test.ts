import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { anItem, aTrack } from "../player/testing";
import { patchTrack } from "./patch";

describe("patchTrack", () => {
  it("changes the track in every list, page and turn, and leaves all else the same object", () => {
    const queries = new QueryClient();
    const list = { pages: [{ items: [aTrack("one"), aTrack("two")], nextCursor: null }], pageParams: [null] };
    const other = { items: [{ name: "rock" }] };
    queries.setQueryData(["library", "tracks", {}], list);
    queries.setQueryData(["library", "genres"], other);
    queries.setQueryData(["conversation"], { turns: [{ calls: [{ result: { tracks: [aTrack("one")] } }] }] });
    patchTrack(queries, "one", { isLiked: true });
    const pages = queries.getQueryData<typeof list>(["library", "tracks", {}])?.pages;
    expect(pages?.[0]?.items.map((track) => track.isLiked)).toEqual([true, false]);
    expect(pages?.[0]?.items[1]).toBe(list.pages[0]?.items[1]);
    expect(queries.getQueryData(["library", "genres"])).toBe(other);
    expect(queries.getQueryData(["conversation"])).toMatchObject({ turns: [{ calls: [{ result: { tracks: [{ isLiked: true }] } }] }] });
  });

  it("doesn't take a queue item for a track because of its id", () => {
    const queries = new QueryClient();
    queries.setQueryData(["q"], [anItem("item", aTrack("one"))]);
    patchTrack(queries, "one", { isLiked: true });
    const [item] = queries.getQueryData<Record<string, unknown>[]>(["q"]) ?? [];
    expect(item).not.toHaveProperty("isLiked");
    expect(item?.["track"]).toMatchObject({ isLiked: true });
  });
});
