import { describe, expect, it } from "vitest";
import { de } from "./de";
import { en } from "./en";
import { languageOf } from "./language";
import { list, translate } from "./translate";

function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => texts(inner, path ? `${path}.${name}` : name));
}

describe("translations", () => {
  it("say everything that English says, with the same values in it", () => {
    const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    const english = new Map(texts(en));
    const german = new Map(texts(de));
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of english) expect([name, values(german.get(name) ?? "")]).toEqual([name, values(text)]);
  });
});

describe("translate", () => {
  it("fills in values and leaves holes that have none", () => {
    expect(translate(en, "en", "player.nowPlaying", { title: "A $& B", artist: "C" })).toBe("Now playing: A $& B by C");
    expect(translate(en, "en", "player.nowPlaying", { title: "A" })).toBe("Now playing: A by {{artist}}");
  });

  it.each([
    [0, "0 tracks"],
    [1, "1 track"],
    [2, "2 tracks"],
  ])("counts %i", (count, text) => expect(translate(en, "en", "library.count", { count })).toBe(text));

  it("counts in other languages", () => expect(translate(de, "de", "library.count", { count: 1 })).toBe("1 Stück"));

  it("takes the one form that there is", () => expect(translate(en, "en", "settings.seconds", { count: 3 })).toBe("3 s"));

  it("gives lists", () => expect(list(en, "chat.first")).toBe(en.chat.first));
});

describe("languageOf", () => {
  it.each([
    ["de-AT", "de"],
    ["DE", "de"],
    ["en-GB", "en"],
    ["fr", "en"],
    ["", "en"],
  ])("%s → %s", (tag, language) => expect(languageOf(tag)).toBe(language));
});
