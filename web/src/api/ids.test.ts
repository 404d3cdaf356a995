import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "./ids";

describe("newId", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("makes UUIDs also where the page came over plain HTTP", () => {
    const random = globalThis.crypto;
    vi.stubGlobal("crypto", { getRandomValues: random.getRandomValues.bind(random) });

    const ids = Array.from({ length: 100 }, newId);

    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
