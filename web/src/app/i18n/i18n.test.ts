import { describe, expect, it } from "vitest";
import { de } from "./de";
import { en } from "./en";

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
