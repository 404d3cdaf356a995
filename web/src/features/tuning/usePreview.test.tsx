// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PreviewDto, PreviewRequest } from "../../api/types";
import { normalOf, type Draft } from "./draft";
import { usePreview } from "./usePreview";

interface Asked {
  body: PreviewRequest;
  signal: AbortSignal;
  answer: (preview: PreviewDto) => void;
}

const asked: Asked[] = [];

vi.mock("../../api/typed", () => ({
  call: (_verb: string, _path: string, { body, signal }: { body: PreviewRequest; signal: AbortSignal }) => new Promise((resolve) => asked.push({ body, signal, answer: resolve })),
}));

const saying = (note: string): PreviewDto => ({ items: [], left: [], note });
const draft = (familiarity: number): Draft => {
  const normal = normalOf(["content"]);
  return { ...normal, tuning: { ...normal.tuning, familiarity } };
};

function start(first: Draft) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
  return renderHook(({ draft: now }) => usePreview(now), { wrapper, initialProps: { draft: first } });
}

describe("usePreview", () => {
  beforeEach(() => void asked.splice(0));

  it("asks once for a slider that was moved through many places, about the last of them", async () => {
    const { rerender } = start(draft(0.5));
    await waitFor(() => expect(asked).toHaveLength(1));
    for (let step = 1; step <= 8; step++) rerender({ draft: draft(0.5 - step * 0.05) });
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]!.body.tuning!.familiarity).toBeCloseTo(0.1);
  });

  it("gives up what is no longer wanted, and never shows its answer", async () => {
    const { result, rerender } = start(draft(0.5));
    await waitFor(() => expect(asked).toHaveLength(1));
    asked[0]!.answer(saying("as it is"));
    await waitFor(() => expect(result.current.data?.note).toBe("as it is"));

    rerender({ draft: draft(0.2) });
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(result.current.isLooking).toBe(true);
    rerender({ draft: draft(0.1) });
    await waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[1]!.signal.aborted).toBe(true);
    expect(asked[2]!.signal.aborted).toBe(false);

    // The late answer of the server comes all the same; until the wanted one is there, the list stays what it was.
    asked[1]!.answer(saying("too late"));
    expect(result.current.data?.note).toBe("as it is");
    asked[2]!.answer(saying("wanted"));
    await waitFor(() => expect(result.current.data?.note).toBe("wanted"));
    expect(result.current.isLooking).toBe(false);
  });
});
