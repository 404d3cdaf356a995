import { api, apiRoot, type ApiClient, type QueryValue } from "./client";
import type { paths } from "./schema";

/** Calls checked against the server's own description: a path, a parameter or a body that it doesn't know fails to compile. */
type Verb = "get" | "post" | "put" | "patch" | "delete";
type Root = typeof apiRoot;
type Path<V extends Verb> = { [P in keyof paths]: paths[P] extends Record<V, object> ? (P extends `${Root}${infer Rest}` ? Rest : never) : never }[keyof paths];
type Operation<V extends Verb, P extends Path<V>> = `${Root}${P}` extends infer Full ? (Full extends keyof paths ? (V extends keyof paths[Full] ? paths[Full][V] : never) : never) : never;

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : undefined;
type Success<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Json<R[S]> : never }[keyof R];
export type Answer<V extends Verb, P extends Path<V>> = Operation<V, P> extends { responses: infer R } ? Success<R> : never;

type Parameters<V extends Verb, P extends Path<V>, Kind extends "path" | "query"> = Operation<V, P> extends { parameters: { [K in Kind]?: infer Values } } ? Exclude<Values, undefined> : never;
type Part<Name extends string, T> = [T] extends [never] ? { [N in Name]?: undefined } : undefined extends T ? { [N in Name]?: T } : { [N in Name]: T };
type BodyOf<V extends Verb, P extends Path<V>> = Operation<V, P> extends { requestBody: { content: { "application/json": infer Body } } } ? Body : never;

export type Options<V extends Verb, P extends Path<V>> = Part<"path", Parameters<V, P, "path">> &
  Part<"body", BodyOf<V, P>> & { query?: Parameters<V, P, "query"> extends infer Q ? { [K in keyof Q]?: Q[K] | null } : never; signal?: AbortSignal; keepalive?: boolean };

interface LooseOptions {
  path?: Record<string, string>;
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** Puts values into a path such as `/tracks/{id}`. */
export function fill(path: string, values: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

export function typed(client: ApiClient) {
  return <V extends Verb, P extends Path<V>>(verb: V, path: P, ...[options]: object extends Options<V, P> ? [Options<V, P>?] : [Options<V, P>]): Promise<Answer<V, P>> => {
    const { path: values, ...rest } = (options ?? {}) as LooseOptions;
    return client.call<Answer<V, P>>(verb.toUpperCase(), fill(path, values), rest);
  };
}

export const call = typed(api);
