import type { SessionDto } from "./types";

/** An answer that was not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    readonly status: number,
    readonly errorCode: string,
    readonly requestId: string | null,
  ) {
    super(message);
  }

  /** Whether trying again may help. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type QueryValue = string | number | boolean | null | undefined;

export interface CallOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

export const apiRoot = "/api/v1";

export function withQuery(path: string, query?: Record<string, QueryValue>): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== "") parts.set(name, String(value));
  }
  const text = parts.toString();
  return text ? `${path}?${text}` : path;
}

async function toError(response: Response): Promise<ApiError> {
  let problem: Record<string, unknown> = {};
  try {
    problem = (await response.json()) as Record<string, unknown>;
  } catch {
    // Not ProblemDetails (a proxy's page, say): the status must do.
  }
  const text = (name: string) => (typeof problem[name] === "string" ? (problem[name] as string) : null);
  const message = text("detail") ?? text("title") ?? `The server answered ${response.status}.`;
  return new ApiError(message, response.status, text("errorCode") ?? "unknown", text("requestId") ?? response.headers.get("X-Request-Id"));
}

/** Speaks JSON with the server; fetches the anti-forgery token once and again after it was refused. */
export class ApiClient {
  private token: Promise<SessionDto> | null = null;

  constructor(
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
    private readonly root: string = apiRoot,
  ) {}

  /** The session; the first call signs the local owner in where that is allowed. */
  session(): Promise<SessionDto> {
    this.token ??= this.send<SessionDto>("GET", "/session", {}).catch((error: unknown) => {
      this.token = null;
      throw error;
    });
    return this.token;
  }

  /** Replaces the session after signing in or out. */
  useSession(session: SessionDto | null): void {
    this.token = session ? Promise.resolve(session) : null;
  }

  /** Reads go as they are; what changes something carries the anti-forgery token. */
  call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    return method === "GET" ? this.send<T>(method, path, options) : this.change<T>(method, path, options);
  }

  private async change<T>(method: string, path: string, options: CallOptions): Promise<T> {
    const session = await this.session();
    try {
      return await this.send<T>(method, path, options, session.antiForgeryToken);
    } catch (error) {
      // A restarted server has new keys: one fresh token, one more try.
      const isStale = error instanceof ApiError && (error.status === 400 || error.status === 401 || error.status === 403);
      if (!isStale) throw error;
      this.token = null;
      const fresh = await this.session();
      if (fresh.antiForgeryToken === session.antiForgeryToken) throw error;
      return await this.send<T>(method, path, options, fresh.antiForgeryToken);
    }
  }

  private async send<T>(method: string, path: string, options: CallOptions, token?: string): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (options.body !== undefined) headers["Content-Type"] = "application/json";
    if (token) headers["X-CSRF-Token"] = token;
    let response: Response;
    try {
      response = await this.fetcher(withQuery(this.root + path, options.query), {
        method,
        headers,
        credentials: "same-origin",
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: options.signal,
        keepalive: options.keepalive,
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError("EchoTune does not answer. Is it still running?", 0, "unreachable", null);
    }
    if (!response.ok) throw await toError(response);
    if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as T;
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

export const api = new ApiClient();
