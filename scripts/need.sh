#!/usr/bin/env bash
# Installs what is missing, on Debian, and touches nothing that is there: need.sh WHAT…
set -euo pipefail

missing=()

need() {
  case $1 in
    compiler) command -v cc >/dev/null || missing+=(gcc libc6-dev) ;;
    node) command -v npm >/dev/null || missing+=(nodejs npm) ;;
    chromium) [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium) ;;
    curl) command -v curl >/dev/null || missing+=(curl) ;;
    wrk) command -v wrk >/dev/null || missing+=(wrk) ;;
    postgresql)
      { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } \
        && command -v psql >/dev/null || missing+=(postgresql) ;;
    python) python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv) ;;
    rust) command -v cargo >/dev/null || {
      echo "Rust is missing: install it from https://rustup.rs and try again." >&2
      exit 1
    } ;;
    nextest) command -v cargo-nextest >/dev/null || cargo install --locked cargo-nextest ;;
    *) echo "need.sh: unknown need \`$1\`" >&2; exit 1 ;;
  esac
}

install() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "Missing packages, and neither root nor sudo to install them: apt-get install $*" >&2
      exit 1
    }
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null || {
    echo "Missing, and this is not Debian: install what stands for $*" >&2
    exit 1
  }
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

for what in "$@"; do need "$what"; done
if [ ${#missing[@]} -gt 0 ]; then install "${missing[@]}"; fi
