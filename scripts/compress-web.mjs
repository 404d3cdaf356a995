// Puts brotli and gzip beside every file of the built web client that gets smaller by it; the server sends those. Usage: compress-web.mjs FOLDER
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const worthIt = /\.(js|css|svg|json|webmanifest|html|wasm|txt)$/;
const smallest = 512; // bytes: below this the headers weigh more than what is saved

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  // The page itself is sent with a nonce in it, never as a file.
  if (!entry.isFile() || !worthIt.test(entry.name) || entry.name === "index.html") continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  if (bytes.length < smallest) continue;
  const packed = {
    ".br": brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    ".gz": gzipSync(bytes, { level: 9 }),
  };
  for (const [suffix, result] of Object.entries(packed)) {
    if (result.length < bytes.length) writeFileSync(file + suffix, result);
  }
}
