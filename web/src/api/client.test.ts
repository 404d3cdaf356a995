import { describe, expect, it, vi } from "vitest";
import { ApiClient, ApiError, withQuery } from "./client";

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
const session = (token: string) => json({ signIn: "local", antiForgeryToken: token, isOwner: true });

function client(...answers: (Response | Error)[]) {
  const fetcher = vi.fn((_url: string, _init: RequestInit) => {
    const answer = answers.shift() ?? new Error("no more answers");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { api: new ApiClient(fetcher as unknown as typeof fetch), fetcher };
}

const headersOf = (call: [string, RequestInit] | undefined) => (call?.[1].headers ?? {}) as Record<string, string>;

describe("ApiClient", () => {
  it("sends the anti-forgery token with what changes something, and not with reads", async () => {
    const { api, fetcher } = client(json({ items: [] }), session("secret"), new Response(null, { status: 204 }));
    await api.call("GET", "/tracks");
    await api.call("PUT", "/tracks/1/like");
    expect(headersOf(fetcher.mock.calls[0])["X-CSRF-Token"]).toBeUndefined();
    expect(fetcher.mock.calls[1]?.[0]).toBe("/api/v1/session");
    expect(headersOf(fetcher.mock.calls[2])["X-CSRF-Token"]).toBe("secret");
  });

  it("asks for the session once for calls at the same time", async () => {
    const { api, fetcher } = client(session("t"), json({}), json({}));
    await Promise.all([api.call("POST", "/a"), api.call("POST", "/b")]);
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual(["/api/v1/session", "/api/v1/a", "/api/v1/b"]);
  });

  it("takes a fresh token after a restart of the server and tries once more", async () => {
    const { api, fetcher } = client(session("old"), json({ title: "Bad token" }, 400), session("new"), json({ ok: true }));
    await expect(api.call("POST", "/playback/pause")).resolves.toEqual({ ok: true });
    expect(headersOf(fetcher.mock.calls[3])["X-CSRF-Token"]).toBe("new");
  });

  it("tells an error of the server in its own words, with code and request", async () => {
    const { api } = client(json({ title: "Not found", detail: "No such track.", errorCode: "not_found", requestId: "r-7" }, 404));
    const error = await api.call("GET", "/tracks/x").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ message: "No such track.", status: 404, errorCode: "not_found", requestId: "r-7", isTransient: false });
  });

  it("tells an answer that isn't JSON by its status", async () => {
    const { api } = client(new Response("<html>", { status: 502, headers: { "X-Request-Id": "r-8" } }));
    await expect(api.call("GET", "/tracks")).rejects.toMatchObject({ status: 502, errorCode: "unknown", requestId: "r-8", isTransient: true });
  });

  it("tells when the server is not there", async () => {
    const { api } = client(new TypeError("Failed to fetch"));
    await expect(api.call("GET", "/tracks")).rejects.toMatchObject({ status: 0, errorCode: "unreachable", isTransient: true });
  });

  it("passes a cancelled call on as what it is", async () => {
    const { api } = client(new DOMException("stop", "AbortError"));
    await expect(api.call("GET", "/tracks")).rejects.toBeInstanceOf(DOMException);
  });

  it("doesn't keep a session that failed", async () => {
    const { api } = client(new TypeError("down"), session("t"));
    await expect(api.session()).rejects.toBeInstanceOf(ApiError);
    await expect(api.session()).resolves.toMatchObject({ antiForgeryToken: "t" });
  });
});

describe("withQuery", () => {
  it("leaves out what is not set and escapes the rest", () => {
    expect(withQuery("/tracks", { query: "a&b ü", genre: "", liked: undefined, cursor: null, limit: 0, descending: false })).toBe("/tracks?query=a%26b+%C3%BC&limit=0&descending=false");
  });
});
