# Shared by ./run and ./test: finding and fetching what EchoTune needs. Sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stamps="$root/artifacts/stamps"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en npm_config_update_notifier=false

say() { printf '• %s\n' "$*"; }
warn() { printf '! %s\n' "$*" >&2; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

# Fails unless the SDK and Node are there.
need_basics() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  [[ $(cd "$root" && dotnet --version 2>/dev/null) == 10.* ]] || fail "The .NET SDK here is not version 10. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  { command -v node && command -v npm; } >/dev/null || fail "Node.js 20.19 or later with npm is missing. Install it from https://nodejs.org and start again."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old; 20.19 or later is needed. Install it from https://nodejs.org and start again."
}

# Hash of the content of files and folders; what builds make does not count.
hash_of() {
  find "$@" \( -name node_modules -o -name bin -o -name obj -o -name wwwroot -o -name TestResults \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# once NAME HASH RESULT COMMAND…: runs the command unless it ran with this hash and its result still exists.
once() {
  local name=$1 hash=$2 result=$3
  shift 3
  if [[ -e $result && -f $stamps/$name && $(<"$stamps/$name") == "$hash" ]]; then return; fi
  "$@"
  mkdir -p "$stamps"
  printf '%s' "$hash" >"$stamps/$name"
}

# npm_packages FOLDER WHAT: installs exactly what the lock file says.
npm_packages() {
  once "npm-${1//\//-}" "$(sha256sum "$root/$1/package-lock.json" "$root/$1/package.json" | sha256sum | cut -d' ' -f1)" "$root/$1/node_modules" npm_ci "$1" "$2"
}

npm_ci() {
  say "Fetching $2 (npm ci in $1)"
  (cd "$root/$1" && npm ci --ignore-scripts --no-progress --loglevel=error >/dev/null) || fail "npm could not fetch $2. Check the network and npm's registry setting (npm config get registry), then start again."
}

build_web() {
  npm_packages web "the packages of the web client"
  once web "$(hash_of "$root/web" "$root/scripts/compress-web.mjs")" "$root/src/EchoTune.Server/wwwroot/index.html" vite_build
}

vite_build() {
  say "Building the web client"
  (cd "$root/web" && npm run --silent build -- --logLevel warn) && node "$root/scripts/compress-web.mjs" "$root/src/EchoTune.Server/wwwroot" || fail "The web client does not build; see above."
}

# As root directly, else through sudo where that needs no password.
can_apt() { command -v apt-get >/dev/null && { [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null; }; }

apt_install() {
  local sudo=()
  [[ $(id -u) == 0 ]] || sudo=(sudo -n)
  say "Installing $* with apt-get"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"' sh "$@" >"$root/artifacts/apt.log" 2>&1
}

# ffmpeg and ffprobe: the system's, else Debian's, else old ones from npm. npm's ffprobe comes in any case: it starts in 3 ms where
# a distribution's takes 70, which is most of the time of a scan.
need_ffmpeg() {
  mkdir -p "$root/artifacts"
  if [[ -n ${ECHOTUNE_FFMPEG:-} && -n ${ECHOTUNE_FFPROBE:-} ]]; then return; fi
  local have_bundled=0
  if (npm_packages tools/ffmpeg "ffmpeg and ffprobe") 2>"$root/artifacts/npm-ffmpeg.log"; then have_bundled=1; fi
  find "$root"/tools/ffmpeg/node_modules/@ff{mpeg,probe}-installer -type f \( -name ffmpeg -o -name ffprobe \) ! -perm -u+x -exec chmod +x {} + 2>/dev/null || true
  if command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null; then
    ((have_bundled)) || warn "The quick ffprobe could not be fetched from npm; scans use the system's and take longer."
    return
  fi
  if can_apt && apt_install ffmpeg; then return; fi
  ((have_bundled)) || { cat "$root/artifacts/npm-ffmpeg.log" >&2; fail "There is no ffmpeg here and none could be fetched. Install it (on Debian: apt install ffmpeg) and start again."; }
  local tool program
  for tool in ffmpeg ffprobe; do
    program=$(find "$root/tools/ffmpeg/node_modules/@$tool-installer" -type f -name $tool 2>/dev/null | head -n 1)
    [[ -n $program ]] || fail "There is no $tool for this system. Install it (on Debian: apt install ffmpeg) and start again."
    export "ECHOTUNE_${tool^^}=$program"
  done
  warn "ffmpeg is not installed; an older bundled one is used. For all formats install the system's (on Debian: apt install ffmpeg)."
}

# The native library that models of others run on: for tests alone, which leave out what needs it where it cannot be fetched.
need_onnxruntime() {
  mkdir -p "$root/artifacts"
  if [[ -n ${ECHOTUNE_ONNXRUNTIME:-} ]]; then return; fi
  (npm_packages tools/onnxruntime "ONNX Runtime") 2>"$root/artifacts/npm-onnxruntime.log" || { warn "ONNX Runtime could not be fetched from npm; tests of models are skipped."; return; }
  # The package holds the library for every system; 45 MB of 290 are enough.
  local bin=$root/tools/onnxruntime/node_modules/onnxruntime-node/bin/napi-v6 system
  system=$(uname -s | tr '[:upper:]' '[:lower:]')
  find "$bin" -mindepth 1 -maxdepth 1 -type d ! -name "$system" -exec rm -rf {} + 2>/dev/null || true
}

# A browser for the browser tests.
need_chromium() {
  mkdir -p "$root/artifacts"
  local name
  for name in "${ECHOTUNE_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [[ -n $name ]] && command -v "$name" >/dev/null; then
      ECHOTUNE_CHROMIUM=$(command -v "$name")
      export ECHOTUNE_CHROMIUM
      return
    fi
  done
  { can_apt && apt_install chromium && command -v chromium >/dev/null; } ||
    fail "The browser tests need Chromium. Install it (on Debian, as root: apt install chromium), or set ECHOTUNE_CHROMIUM to the path of a Chromium or Chrome, and start again."
  ECHOTUNE_CHROMIUM=$(command -v chromium)
  export ECHOTUNE_CHROMIUM
}
