// Takes the figures, prints them, keeps them in results/latest.json and writes the table of README.md. Started by bench/run.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as figures from "./figures.mjs";
import { makeDataFolder, settled, startServer } from "./server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const results = join(root, "bench", "results", "latest.json");
const readme = join(root, "bench", "README.md");
const known = ["start", "chat", "push", "page", "scan", "analysis", "recommendation", "load", "learning", "library"];

const music = [];
const names = [];
for (let i = 2; i < process.argv.length; i++) {
  if (process.argv[i] === "--music") music.push(resolve(process.env.ECHOTUNE_CALLER ?? ".", process.argv[++i] ?? "."));
  else names.push(process.argv[i]);
}
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. Known: ${known.join(", ")}.`);
  process.exit(1);
}
const wanted = (name) => names.length === 0 || names.includes(name);

const taken = [];
const failures = [];

/** Runs one group; a group that fails does not keep the others from being measured. */
async function measure(name, work) {
  const load = loadavg()[0];
  try {
    for (const row of await work()) {
      taken.push({ ...row, load: Number(load.toFixed(1)), takenAt: new Date().toISOString(), command: `bench/run ${music.length > 0 ? "--music FOLDER " : ""}${name}` });
      console.log(`${row.name}: ${row.value ?? "not reached"} ${row.unit}${row.target ? ` (target ${row.target})` : ""}${row.detail ? `; ${row.detail}` : ""}`);
    }
  } catch (failure) {
    failures.push(`${name}: ${failure.message}`);
    console.error(`✗ ${name}: ${failure.message}`);
  }
}

console.log(`${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0].toFixed(1)}`);
if (["start", "chat", "push", "learning", "page"].some(wanted)) {
  const data = makeDataFolder();
  let server = await startServer(root, data, music);
  if (wanted("start")) {
    await measure("start", () => figures.firstStart(server, music.length === 0));
    const { code, ms } = await server.stop();
    await measure("start", async () => {
      if (code !== 0) throw new Error(`The server stopped with ${code}.`);
      return [{ id: "stop", name: "Stopping", value: Number((ms / 1000).toFixed(2)), unit: "s" }];
    });
    server = await startServer(root, data, music);
    await measure("start", () => figures.secondStart(server));
  }
  await server.until(() => settled(server), 900);
  // The page first, while nothing plays: a track on its way to the browser is not part of the page.
  if (wanted("page")) await measure("page", () => figures.webPage(server, root));
  if (wanted("chat")) await measure("chat", () => figures.chat(server));
  if (wanted("push")) await measure("push", () => figures.push(server, root));
  if (wanted("learning")) await measure("learning", () => figures.learning(server, root));
  await server.stop();
}
if (wanted("chat")) await measure("chat", () => figures.interpreter(root));
if (wanted("scan")) await measure("scan", () => figures.scan(root));
if (wanted("analysis")) await measure("analysis", () => figures.analysis(root));
if (wanted("recommendation")) await measure("recommendation", () => figures.recommendation(root));
if (wanted("load")) await measure("load", () => figures.load(root));
if (wanted("library")) await measure("library", () => figures.library(root));

const before = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")).figures : [];
const order = [...new Set([...before, ...taken].map((row) => row.id))];
const merged = order.map((id) => taken.find((row) => row.id === id) ?? before.find((row) => row.id === id));
const document = {
  machine: { cores: cpus().length, processor: cpus()[0]?.model ?? "", memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version },
  commit: git("rev-parse", "--short", "HEAD"),
  figures: merged,
};
mkdirSync(dirname(results), { recursive: true });
writeFileSync(results, `${JSON.stringify(document, null, 2)}\n`);
writeTable(document);
if (failures.length > 0) {
  console.error(`${failures.length} of the figures could not be taken:\n  ${failures.join("\n  ")}`);
  process.exitCode = 1;
}

function git(...args) {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function writeTable({ machine, commit, figures: rows }) {
  const cell = (text) => String(text ?? "").replaceAll("|", "\\|");
  const lines = [
    "<!-- figures: written by bench/run -->",
    "",
    `Taken on ${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, at ${commit}. "Load" is how many processes wanted a core before the figure was taken: above ${machine.cores}, the machine had other work and times are longer than they need be.`,
    "",
    "| figure | value | target | load | command |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${cell(row.name)}${row.detail ? ` (${cell(row.detail)})` : ""} | ${cell(row.value ?? "not reached")} ${cell(row.unit)} | ${cell(row.target ?? "")} | ${row.load} | \`${cell(row.command)}\` |`),
    "",
    "<!-- end of figures -->",
  ];
  const text = readFileSync(readme, "utf8");
  const replaced = text.replace(/<!-- figures[^>]*-->[\s\S]*<!-- end of figures -->/, () => lines.join("\n"));
  writeFileSync(readme, replaced);
}
