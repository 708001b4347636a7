#!/usr/bin/env bash
# What the release program costs, over HTTP: processor time of the server per request (wrk on 4 connections),
# time of the slowest hundredth, bytes over the wire, memory, time to start. Prints Markdown tables. Each request
# goes round up to 1,000 objects or queries of the catalogue; "made anew" forbids the server to give an answer
# that it has ready, "as visited" lets it.
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

measure() { # measure NAME FILE-OF-PATHS: a Markdown row
  local name=$1 paths=$2 first wire kept fresh
  first=$(head -1 "$paths")
  curl -sf -o /dev/null "$url$first" || { echo "| $name | no answer at \`$first\` | | | | | |"; return; }
  kept=$(load "$paths")
  fresh=$(load "$paths" -H 'cache-control: no-cache')
  wire=$(curl -s -o /dev/null -w '%{size_download}' -H 'accept-encoding: gzip' "$url$first")
  awk -v name="$name" -v kept="$kept" -v fresh="$fresh" -v wire="$wire" 'BEGIN {
    split(kept, k, " "); split(fresh, f, " ")
    printf "| %s | %s | %s | %s | %s | %s | %.1f |%s\n", name, f[1], k[1], f[2], k[2], k[3], wire / 1000, k[4] f[4]
  }'
}

load() { # load FILE-OF-PATHS [WRK OPTION…]: processor ms a request, slowest hundredth, requests a second, errors
  local paths=$1 before after out
  shift
  PATHS=$paths wrk -t1 -c4 -d1s -s benches/paths.lua "$@" "$url" >/dev/null
  before=$(used)
  out=$(PATHS=$paths wrk -t1 -c4 "-d${each}s" --latency -s benches/paths.lua -H 'accept-encoding: gzip' "$@" "$url")
  after=$(used)
  awk -v used=$((after - before)) -v tick="$ticks" '
    /99%/ { slow = $2 }
    /requests in/ { n = $1 }
    /Requests\/sec/ { rate = $2 }
    /Non-2xx/ { bad = "(" $NF "_not_2xx)" }
    END { printf "%.3f %s %.0f %s", used * 1000 / tick / n, slow, rate, bad }
  ' <<<"$out"
}

# What counting a reader costs: the same answers, kept ready, asked by a browser that reads and by one that fetches
# them early, which is not counted; in turns, so that both meet the same noise. What is written every few seconds is in it.
counting() {
  local person='user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0' turn
  for turn in 1 2 3; do
    echo "$(load "$folder/ids" -H "$person" | cut -d' ' -f1) $(load "$folder/ids" -H "$person" -H 'sec-purpose: prefetch' | cut -d' ' -f1)"
  done | awk '{ counted += $1; not += $2 } END {
    printf "Counting a reader: %.4f CPU ms a request (%.4f counted, %.4f not).\n", (counted - not) / NR, counted / NR, not / NR
  }'
}

# Paths to ask for: objects and words of the catalogue itself.
gather() {
  curl -sf "$url/api/1/datasets/?page_size=1000&sort=title" >"$folder/some.json"
  node - "$folder" <<'JS'
const { readFileSync, writeFileSync } = require("fs");
const folder = process.argv[2];
const { data } = JSON.parse(readFileSync(`${folder}/some.json`, "utf8"));
const words = data.map((d) => d.title.match(/\p{L}{4,}/gu) ?? []).filter((w) => w.length);
const pair = (w, n) => encodeURIComponent(w.slice(0, n).join(" "));
const write = (name, lines) => writeFileSync(`${folder}/${name}`, [...new Set(lines)].join("\n") + "\n");
write("ids", data.map((d) => `/api/1/datasets/${d.id}/`));
write("pages", data.map((d) => `/datasets/${d.slug}`));
write("search", words.map((w) => `/api/2/datasets/search/?q=${pair(w, 2)}&page_size=20`));
write("found", words.map((w) => `/datasets?q=${pair(w, 2)}`));
write("suggest", words.map((w) => `/api/1/datasets/suggest/?q=${encodeURIComponent(w[0].slice(0, 5))}&size=8`));
write("list", Array.from({ length: 50 }, (_, n) => `/api/1/datasets/?page_size=20&page=${n + 1}`));
write("home", ["/"]);
write("nothing", ["/health"]);
JS
}

measure_all() {
  local total
  total=$(curl -sf "$url/api/1/datasets/?page_size=1" | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).total)')
  gather
  echo
  echo "**$1: $total datasets**"
  echo
  echo "| request | CPU ms, made anew | CPU ms, as visited | p99 anew | p99 as visited | requests a second | kB |"
  echo "|---|---|---|---|---|---|---|"
  measure "nothing (\`/health\`)" "$folder/nothing"
  measure "dataset by id" "$folder/ids"
  measure "list of 20" "$folder/list"
  measure "search with facets" "$folder/search"
  measure "suggest" "$folder/suggest"
  measure "page: home" "$folder/home"
  measure "page: search" "$folder/found"
  measure "page: dataset" "$folder/pages"
  echo
  counting
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
