import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { describe, expect, it, vi } from "vitest";
import { ApiClient } from "./client";
import { fill, typed } from "./typed";

describe("typed calls", () => {
  it("put values into the path, escaped", () => {
    expect(fill("/tracks/{id}/like", { id: "a/b ?" })).toBe("/tracks/a%2Fb%20%3F/like");
    expect(fill("/genres")).toBe("/genres");
  });

  it("reach the client with path, query and verb", async () => {
    const fetcher = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(new Response('{"items":[]}')));
    await typed(new ApiClient(fetcher as unknown as typeof fetch))("get", "/tracks/{id}/similar", { path: { id: "x" }, query: { limit: 3 } });
    expect(fetcher.mock.calls[0]?.[0]).toBe("/api/v1/tracks/x/similar?limit=3");
    expect(fetcher.mock.calls[0]?.[1].method).toBe("GET");
  });
});

describe("schema.d.ts", () => {
  it("is what openapi.json describes (run `npm run api` after the server's description changed)", async () => {
    const made = astToString(await openapiTS(new URL("../../openapi.json", import.meta.url)));
    const kept = readFileSync(new URL("./schema.d.ts", import.meta.url), "utf8");
    expect(kept.endsWith(made)).toBe(true);
  });
});
