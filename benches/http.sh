#!/usr/bin/env bash
# What the release program costs, over HTTP: processor time of the server per request (wrk on 4 connections),
# time of the slowest hundredth, bytes over the wire, memory, time to start. Prints a Markdown table.
#
#   benches/http.sh            a real catalogue when one is at hand (VITRAIL_SHARED, ../shared by default), and
#                              a generated one of 100,000 datasets
#   SECONDS_EACH=2 benches/http.sh, LARGE=20000 benches/http.sh    shorter, smaller
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/release/vitrail
shared=${VITRAIL_SHARED:-../shared}
each=${SECONDS_EACH:-5}
large=${LARGE:-100000}
ticks=$(getconf CLK_TCK)
folder=$(mktemp -d)
address=127.0.0.1:$((20000 + RANDOM % 20000))
url=http://$address
server=

cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap cleanup EXIT

start() { # start COMMAND…: prints the seconds until it answers
  local began=$EPOCHREALTIME
  VITRAIL_DATA=$folder/data VITRAIL_LISTEN=$address "$program" "$@" >"$folder/log" 2>&1 &
  server=$!
  until curl -sf -o /dev/null "$url/health"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.02
  done
  started=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
}

stop() { kill "$server"; wait "$server" 2>/dev/null || true; server=; }

used() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

measure() { # measure NAME PATH
  local name=$1 path=$2 before after out
  curl -sf -o /dev/null "$url$path" || { echo "| $name | no answer at \`$path\` | | | |"; return; }
  wrk -t1 -c4 -d1s "$url$path" >/dev/null
  before=$(used)
  out=$(wrk -t1 -c4 "-d${each}s" --latency -H 'accept-encoding: gzip' "$url$path")
  after=$(used)
  local wire
  wire=$(curl -s -o /dev/null -w '%{size_download}' -H 'accept-encoding: gzip' "$url$path")
  awk -v name="$name" -v used=$((after - before)) -v tick="$ticks" -v wire="$wire" '
    /99%/ { slow = $2 }
    /requests in/ { n = $1 }
    /Requests\/sec/ { rate = $2 }
    /Non-2xx/ { bad = " (" $NF " not 2xx)" }
    END { printf "| %s | %.3f | %s | %.0f | %.1f |%s\n", name, used * 1000 / tick / n, slow, rate, wire / 1000, bad }
  ' <<<"$out"
}

field() { node -e 'const o = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(o.data[0].id)'; }

measure_all() {
  local id total
  total=$(curl -sf "$url/api/1/datasets/?page_size=1" | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).total)')
  id=$(curl -sf "$url/api/1/datasets/?page_size=1" | field)
  echo
  echo "**$1: $total datasets**"
  echo
  echo "| request | CPU ms | p99 | requests a second | kB |"
  echo "|---|---|---|---|---|"
  measure "dataset by id" "/api/1/datasets/$id/"
  measure "list of 20" "/api/1/datasets/?page_size=20"
  measure "search with facets" "/api/2/datasets/search/?q=transport&page_size=20"
  measure "suggest" "/api/1/datasets/suggest/?q=trans&size=8"
  measure "page: home" "/"
  measure "page: search" "/datasets?q=transport"
  measure "page: dataset" "/datasets/$id"
  echo
  awk '/RssAnon/ { printf "Anonymous resident memory: %.0f MB. ", $2 / 1000 }' "/proc/$server/status"
  stop
  start serve
  echo -n "Start with its index: $started s. "
  stop
  rm -rf "$folder/data/index"
  start serve
  echo "Start without: $started s."
  stop
}

if [ -f "$shared/data/catalogue/datasets.jsonl" ]; then
  began=$EPOCHREALTIME
  VITRAIL_DATA=$folder/data "$program" import udata "$shared"/data/catalogue/{organizations,datasets}.jsonl >"$folder/log" 2>&1 \
    || { cat "$folder/log" >&2; exit 1; }
  awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "Import of the real catalogue: %.1f s.\n", b - a }'
  start serve
  measure_all "real catalogue"
  rm -rf "$folder/data"
fi

start demo --datasets "$large"
echo
echo "Catalogue of $large generated datasets written and served: $started s."
measure_all "generated catalogue"
