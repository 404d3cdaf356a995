// Starts the real server the way people do, with ./run, on a free port and a data folder of its own.
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const stopping = new Set();
process.on("exit", () => stopping.forEach((child) => child.kill("SIGINT")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

/** A data folder that the database's own account can reach too. */
export function makeDataFolder() {
  const folder = mkdtempSync(join(tmpdir(), "echotune-bench-"));
  chmodSync(folder, 0o755);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts it; `startedAt` is when the command was given, in milliseconds of performance.now(). */
export async function startServer(root, data, music) {
  const startedAt = performance.now();
  const args = ["--port", "0", ...music.flatMap((folder) => ["--music", folder])];
  const child = spawn(join(root, "run"), args, { env: { ...process.env, ECHOTUNE_DATA: data }, stdio: ["ignore", "pipe", "pipe"] });
  stopping.add(child);
  const said = [];
  const ended = new Promise((resolve) => child.once("exit", (code) => { stopping.delete(child); resolve(code); }));
  const base = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text = (text + chunk).slice(-65536);
      const found = /EchoTune is at (http\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
    child.stderr.on("data", (chunk) => { said.push(String(chunk)); said.splice(0, said.length - 50); });
    ended.then((code) => reject(new Error(`The server ended with ${code}: ${said.join("")}`)));
  });
  const addressMs = performance.now() - startedAt;
  const token = readFileSync(join(data, "local-token"), "utf8").trim();

  /** Calls the API; throws unless the answer is good. */
  async function call(method, path, body) {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text ? JSON.parse(text) : null;
  }

  /** Asks until `ask` answers something true; milliseconds since the start. */
  async function until(ask, limitSeconds) {
    const end = performance.now() + limitSeconds * 1000;
    for (;;) {
      try {
        if (await ask()) return performance.now() - startedAt;
      } catch {
        // Not ready yet.
      }
      if (performance.now() > end) return null;
      await pause(50);
    }
  }

  async function stop() {
    const from = performance.now();
    child.kill("SIGINT");
    const code = await ended;
    return { code, ms: performance.now() - from };
  }

  return { base, token, call, until, stop, addressMs };
}

export const page = async (server) => (await fetch(`${server.base}/`)).ok;
export const usable = async (server) => (await page(server)) && Array.isArray((await server.call("GET", "/api/v1/tracks?limit=1")).items);

/** Whether at least `count` tracks can be played: each gives its first bytes. */
export async function playable(server, count) {
  const { items } = await server.call("GET", `/api/v1/tracks?limit=${count}`);
  if (items.length < count) return false;
  for (const track of items) {
    const answer = await fetch(`${server.base}/api/v1/tracks/${track.id}/stream`, { headers: { authorization: `Bearer ${server.token}`, range: "bytes=0-1023" } });
    await answer.arrayBuffer();
    if (answer.status !== 206) return false;
  }
  return true;
}

/** Whether the library is whole: everything composed, scanned and analysed. */
export async function settled(server) {
  const scan = await server.call("GET", "/api/v1/library/scan");
  return scan.tracks > 0 && scan.composed >= scan.toCompose && (scan.state === "idle" || scan.state === "failed");
}

export async function composed(server) {
  const scan = await server.call("GET", "/api/v1/library/scan");
  return scan.tracks > 0 && scan.composed >= scan.toCompose && scan.tracks >= scan.toCompose;
}
