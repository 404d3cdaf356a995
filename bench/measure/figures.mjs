// One function a group of figures. Each gives rows {id, name, value, unit, target?, detail?}.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { composed, page, playable, settled, usable } from "./server.mjs";

const run = promisify(execFile);

/** The value below which this share of the values lies. */
export const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
const seconds = (ms) => (ms === null ? null : Math.round(ms / 10) / 100);
const round = (value, digits = 1) => (value === null || value === undefined ? null : Number(value.toFixed(digits)));

/** The first start with an empty data folder. */
export async function firstStart(server, isDemo) {
  const pageMs = await server.until(() => page(server), 60);
  const usableMs = await server.until(() => usable(server), 60);
  const sixMs = await server.until(() => playable(server, 6), 300);
  const composedMs = isDemo ? await server.until(() => composed(server), 600) : null;
  const settledMs = await server.until(() => settled(server), 900);
  const tracks = (await server.call("GET", "/api/v1/library/scan")).tracks;
  return [
    { id: "first-start-page", name: "First start: the page answers", value: seconds(pageMs), unit: "s", target: "< 10" },
    { id: "first-start-usable", name: "First start: library and chat answer", value: seconds(usableMs), unit: "s", target: "< 10" },
    { id: "first-start-six", name: "First start: six tracks can be played", value: seconds(sixMs), unit: "s", target: "< 15" },
    ...(isDemo ? [{ id: "first-start-composed", name: "First start: all demo pieces composed", value: seconds(composedMs), unit: "s", target: "< 180", detail: `${tracks} pieces` }] : []),
    { id: "first-start-analysed", name: "First start: all analysed", value: seconds(settledMs), unit: "s", detail: `${tracks} tracks` },
  ];
}

/** A start with everything there. */
export async function secondStart(server) {
  const usableMs = await server.until(() => usable(server), 60);
  const sixMs = await server.until(() => playable(server, 6), 60);
  return [
    { id: "second-start-address", name: "Second start: the address is printed", value: seconds(server.addressMs), unit: "s", target: "< 4" },
    { id: "second-start-usable", name: "Second start: library and chat answer", value: seconds(usableMs), unit: "s", target: "< 4" },
    { id: "second-start-playable", name: "Second start: six tracks can be played", value: seconds(sixMs), unit: "s" },
  ];
}

const sentences = [
  "something energetic for my morning run", "skip this", "louder", "why this one?", "I like this", "calmer please", "what's playing?", "play something from the 90s",
  "rainy sunday jazz", "add something happy to the queue", "what key is this in", "turn it down a bit", "recommend something new to me", "pause", "resume", "an hour of focus music without vocals",
  "show the queue", "play something fast", "my top artists this month", "shuffle on", "something like this but happier", "play next something mellow", "shuffle off", "stop in half an hour",
];

/** Turns of the chat over HTTP, acting for real. */
export async function chat(server) {
  const turns = 240;
  let conversationId;
  const times = [];
  for (let i = -sentences.length; i < turns; i++) {
    const text = sentences[(i + sentences.length) % sentences.length];
    const from = performance.now();
    const turn = await server.call("POST", "/api/v1/chat/turns", { text, ...(conversationId ? { conversationId } : {}) });
    if (i >= 0) times.push(performance.now() - from);
    conversationId = turn.conversationId;
  }
  await server.call("POST", "/api/v1/playback/sleep-timer", { off: true });
  return [
    { id: "chat-http-p50", name: "Chat turn over HTTP, carried out, p50", value: round(percentile(times, 0.5)), unit: "ms", detail: `${turns} turns of ${sentences.length} sentences` },
    { id: "chat-http-p95", name: "Chat turn over HTTP, carried out, p95", value: round(percentile(times, 0.95)), unit: "ms" },
  ];
}

/** From "next" over HTTP to the new track in another connection of the live line. */
export async function push(server, root) {
  const signalR = createRequire(join(root, "web", "package.json"))("@microsoft/signalr");
  const connect = async () => {
    const line = new signalR.HubConnectionBuilder().withUrl(`${server.base}/hubs/player`, { accessTokenFactory: () => server.token }).configureLogging(signalR.LogLevel.Error).build();
    for (const name of ["QueueChanged", "DevicesChanged", "LibraryProgressed", "LibraryChanged", "PlaylistsChanged", "TrackRated", "TurnAdded", "SettingsChanged", "RecommendationsChanged", "TrainingChanged", "PlaybackChanged"]) line.on(name, () => {});
    await line.start();
    return line;
  };
  const speaker = await connect();
  const other = await connect();
  await speaker.invoke("RegisterDevice", "bench-speaker", "Bench");
  let current = (await server.call("POST", "/api/v1/playback/play", {})).itemId;
  let heard = () => {};
  other.on("PlaybackChanged", (playback) => heard(playback));
  const times = [];
  const changes = 100;
  for (let i = -5; i < changes; i++) {
    let timer;
    const seen = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("A change of track did not arrive within 10 s.")), 10_000);
      heard = (playback) => {
        if (playback.itemId && playback.itemId !== current) resolve({ itemId: playback.itemId, at: performance.now() });
      };
    });
    const from = performance.now();
    const [{ itemId, at }] = await Promise.all([seen, server.call("POST", "/api/v1/playback/next")]);
    clearTimeout(timer);
    current = itemId;
    if (i >= 0) times.push(at - from);
  }
  await Promise.all([speaker.stop(), other.stop()]);
  return [
    { id: "push-p50", name: "Now playing pushed to another connection, p50", value: round(percentile(times, 0.5)), unit: "ms", detail: `${changes} times "next"` },
    { id: "push-p95", name: "Now playing pushed to another connection, p95", value: round(percentile(times, 0.95)), unit: "ms", target: "< 500" },
  ];
}

/** From an act at one page to recommendations at another that are no longer what they were: pushed, asked for again, and different. */
export async function learning(server, root) {
  const signalR = createRequire(join(root, "web", "package.json"))("@microsoft/signalr");
  const line = new signalR.HubConnectionBuilder().withUrl(`${server.base}/hubs/player`, { accessTokenFactory: () => server.token }).configureLogging(signalR.LogLevel.Error).build();
  for (const name of ["PlaybackChanged", "QueueChanged", "DevicesChanged", "LibraryProgressed", "LibraryChanged", "PlaylistsChanged", "TrackRated", "TurnAdded", "SettingsChanged", "TrainingChanged"]) line.on(name, () => {});
  let told = () => {};
  line.on("RecommendationsChanged", () => told());
  await line.start();
  const ask = async () => (await server.call("GET", "/api/v1/recommendations?limit=20")).items.map((item) => item.track.id);

  /** When the list is another one than before; an act may be told of more than once. */
  const changed = (before) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Recommendations did not change within 10 s.")), 10_000);
    told = async () => {
      if ((await ask()).join() !== before.join()) {
        clearTimeout(timer);
        resolve(performance.now());
      }
    };
  });
  const times = [];
  const changes = 40;
  for (let i = -3; i < changes; i++) {
    const before = await ask();
    const from = performance.now();
    // The first track of the list is taken out of it by a dislike; taking that back brings it again.
    const [at] = await Promise.all([changed(before), server.call("PUT", `/api/v1/tracks/${before[0]}/dislike`)]);
    if (i >= 0) times.push(at - from);
    await Promise.all([changed(await ask()), server.call("DELETE", `/api/v1/tracks/${before[0]}/dislike`)]);
  }
  await line.stop();
  return [
    { id: "learning-p50", name: "From an act to changed recommendations at another page, p50", value: round(percentile(times, 0.5)), unit: "ms", detail: `${changes} dislikes` },
    { id: "learning-p95", name: "From an act to changed recommendations at another page, p95", value: round(percentile(times, 0.95)), unit: "ms", target: "< 200" },
  ];
}

/** What the page weighs, as built and as a browser loads it, and Lighthouse's view of it. */
export async function webPage(server, root) {
  const folder = join(root, "src", "EchoTune.Server", "wwwroot");
  const weight = (name) => [".br", ".gz", ""].map((suffix) => join(folder, name + suffix)).filter(existsSync).map((file) => statSync(file).size)[0] ?? 0;
  const index = readFileSync(join(folder, "index.html"), "utf8");
  const first = [...index.matchAll(/<(?:script|link)[^>]+(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]);
  const all = readdirSync(folder, { recursive: true }).filter((name) => /\.(js|css)$/.test(name));
  const kilobytes = (bytes) => round(bytes / 1024, 0);
  const rows = [
    { id: "page-built-first", name: "Page: scripts and styles of the first view, compressed", value: kilobytes(first.reduce((sum, name) => sum + weight(name), 0)), unit: "KB" },
    { id: "page-built-all", name: "Page: all scripts and styles, compressed", value: kilobytes(all.reduce((sum, name) => sum + weight(name), 0)), unit: "KB" },
  ];
  for (const form of ["desktop", "mobile"]) {
    const report = await lighthouse(server.base, root, form);
    const sent = report.audits["network-requests"].details.items.reduce((sum, item) => sum + (item.transferSize ?? 0), 0);
    const paint = report.audits["largest-contentful-paint"].numericValue;
    const name = (text) => `Lighthouse, ${form}: ${text}`;
    rows.push({ id: `page-load-${form}`, name: name("sent for a first load"), value: kilobytes(sent), unit: "KB" });
    rows.push({ id: `lcp-${form}`, name: name("largest contentful paint"), value: seconds(paint), unit: "s", target: "≤ 2.5" });
    for (const category of Object.values(report.categories)) {
      rows.push({ id: `lighthouse-${form}-${category.id}`, name: name(category.title.toLowerCase()), value: category.score === null ? null : Math.round(category.score * 100), unit: "of 100", target: "> 90", detail: missed(report, category) });
    }
  }
  return rows;
}

/** What costs a category its points. */
function missed(report, category) {
  const lost = category.auditRefs.filter((part) => part.weight > 0 && report.audits[part.id].score !== null && report.audits[part.id].score < 0.9);
  return lost.map((part) => part.id + (report.audits[part.id].displayValue ? ` ${report.audits[part.id].displayValue}` : "")).join(", ") || undefined;
}

async function lighthouse(address, root, form) {
  const folder = mkdtempSync(join(tmpdir(), "echotune-lighthouse-"));
  const file = join(folder, "report.json");
  try {
    await run(process.execPath, [
      join(root, "tools", "lighthouse", "node_modules", "lighthouse", "cli", "index.js"), `${address}/`, "--quiet", "--output=json", `--output-path=${file}`, "--no-enable-error-reporting",
      "--only-categories=performance,accessibility,best-practices,seo", "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage", ...(form === "desktop" ? ["--preset=desktop"] : []),
    ], { env: { ...process.env, CHROME_PATH: process.env.ECHOTUNE_CHROMIUM }, timeout: 240_000, maxBuffer: 1 << 26 });
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a figure of bench/EchoTune.Bench and gives what it printed. */
async function benchmark(root, name, limitSeconds) {
  const program = join(root, "bench", "EchoTune.Bench", "bin", "Release", "net10.0", "EchoTune.Bench.dll");
  const { stdout } = await run("dotnet", [program, name], { cwd: root, timeout: limitSeconds * 1000, maxBuffer: 1 << 26 });
  return stdout.trim();
}

const found = (text, pattern) => (pattern.exec(text)?.[1] === undefined ? null : Number(pattern.exec(text)[1]));
const lastLine = (text) => text.split("\n").at(-1);

export async function scan(root) {
  const text = await benchmark(root, "scan-speed", 600);
  return [
    { id: "scan-first", name: "Scan, first", value: found(text, /first [\d.]+ s \(([\d.]+) files\/s/), unit: "files/s", detail: "2,000 files" },
    { id: "scan-again", name: "Scan, nothing changed", value: found(text, /unchanged [\d.]+ ms \(([\d.]+) files\/s/), unit: "files/s" },
  ];
}

export async function analysis(root) {
  const text = await benchmark(root, "analysis-speed", 300);
  return [{ id: "analysis", name: "Analysis, per core", value: found(text, /median: ([\d.]+) x/), unit: "× real time", target: "≥ 60" }];
}

const latency = (text) => [found(text, /p50[^\d]*([\d.]+)/), found(text, /p95[^\d]*([\d.]+)/)];

export async function interpreter(root) {
  const text = await benchmark(root, "chat-turn", 300);
  const [p50, p95] = latency(text);
  return [
    { id: "chat-interpreter-p50", name: "Interpreter alone, p50", value: p50, unit: "ms", detail: lastLine(text) },
    { id: "chat-interpreter-p95", name: "Interpreter alone, p95", value: p95, unit: "ms", target: "< 20" },
  ];
}

export async function recommendation(root) {
  const text = await benchmark(root, "recommendation-latency", 600);
  const [p50, p95] = latency(text.slice(text.indexOf("recommendation plain:")));
  return [
    { id: "recommendation-p50", name: "Recommendation, 50,000 tracks, p50", value: p50, unit: "ms", detail: lastLine(text) },
    { id: "recommendation-p95", name: "Recommendation, 50,000 tracks, p95", value: p95, unit: "ms" },
  ];
}

/** Requests for recommendations against the real server with 100,000 tracks and 10,000 listeners, load and server on the same cores. */
export async function load(root) {
  const text = await benchmark(root, "recommendation-load", 900);
  const rows = (what, name, target) => [
    { id: `load-${what.replaceAll(" ", "-")}-rate`, name: `Recommendations over HTTP, ${name}`, value: found(text, new RegExp(`load ${what}: ([\\d.]+) requests`)), unit: "/s", target: target?.[0] },
    { id: `load-${what.replaceAll(" ", "-")}-p95`, name: `Recommendations over HTTP, ${name}, p95`, value: found(text, new RegExp(`load ${what}: .*? p95 ([\\d.]+) ms`)), unit: "ms", target: target?.[1] },
  ];
  return [
    ...rows("warm", "kept answers", ["≥ 10,000", "< 50"]),
    ...rows("cold", "computed answers", ["≥ 1,000", "< 50"]),
    ...rows("nine of ten warm", "nine of ten kept"),
    ...rows("first", "first answer of a listener, history read from the database"),
    { id: "load-memory", name: "Memory of the server with 10,000 listeners", value: found(text, /server holds (\d+) MB\s*$/), unit: "MB" },
  ];
}

/** What the library's pages ask for; each row's name is what bench/EchoTune.Bench calls it. */
export async function library(root) {
  const text = await benchmark(root, "library-latency", 600);
  return ["tracks by title, page 20", "tracks, three letters typed", "tracks, a misspelt word", "albums by title", "albums by added", "albums of a genre", "genres"].map((what) => ({
    id: `library-${what.replaceAll(/\W+/g, "-")}`,
    name: `Library of 100,000 tracks: ${what}, p50`,
    value: found(text, new RegExp(`library: ${what}: p50 ([\\d.]+) ms`)),
    unit: "ms",
  }));
}
