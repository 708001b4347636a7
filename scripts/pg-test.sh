#!/usr/bin/env bash
# A PostgreSQL server for tests, in a folder of its own, that forgets everything.
#
#   scripts/pg-test.sh start DIR    prints the URL of the server; starts it unless it already runs
#   scripts/pg-test.sh stop DIR     stops it and removes the folder
#   scripts/pg-test.sh lend DIR     as start, and stops it by itself once nobody holds DIR.users locked
#
# Whoever calls `lend` holds DIR.lock meanwhile, then a shared lock on DIR.users as long as it needs the server.
# Keep DIR short and in /tmp: the server listens on a socket inside it, and the name of a socket is at
# most 107 bytes long. PostgreSQL refuses to run as root, so root hands the server to another user.
set -euo pipefail

fail() { echo "pg-test: $*" >&2; exit 1; }

find_bin() {
  local dir
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo none)")"; do
    if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then echo "$dir"; return; fi
  done
  fail "PostgreSQL is not installed. On Debian: apt-get install postgresql (make test does it)."
}

# Runs a command as a user that PostgreSQL accepts.
unprivileged() {
  if [ "$(id -u)" != 0 ]; then "$@"; return; fi
  local user=nobody
  if id postgres >/dev/null 2>&1; then user=postgres; fi
  (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@")
}

start() {
  local dir=$1 bin
  bin=$(find_bin)
  if [ -f "$dir/url" ] && unprivileged "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
    cat "$dir/url"
    return
  fi
  rm -rf "$dir/data" "$dir/url"
  mkdir -p "$dir/data"
  if [ "$(id -u)" = 0 ]; then
    chmod 711 "$dir"
    chown "$(unprivileged id -u):$(unprivileged id -g)" "$dir" "$dir/data"
  fi
  unprivileged "$bin/initdb" -D "$dir/data" -U vitrail -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 \
    || fail "initdb failed: $(tail -n 3 "$dir/initdb.log")"
  # Nothing here needs to survive: durability off, and a cache that suits small databases.
  cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 64MB
max_wal_size = 2GB
autovacuum = off
CONF
  unprivileged "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 30 start >/dev/null 2>&1 </dev/null \
    || fail "the server does not start: $(tail -n 5 "$dir/data/server.log")"
  echo "postgres://vitrail@localhost/postgres?host=$dir" | tee "$dir/url"
}

stop() {
  local dir=$1
  if [ -d "$dir/data" ]; then
    unprivileged "$(find_bin)/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  fi
  rm -rf "$dir"
}

lend() {
  local dir=$1
  if [ -f "$dir/url" ]; then
    start "$dir"
  else
    start "$dir"
    watch_users "$dir" </dev/null >/dev/null 2>&1 &
  fi
}

watch_users() {
  local dir=$1
  while sleep 20 && [ -d "$dir" ]; do
    (
      flock -x 8
      if flock -xn 9; then stop "$dir"; fi
    ) 8>"$dir.lock" 9>"$dir.users"
  done
}

case "${1:-} ${2:-}" in
  "start /"*) start "$2" ;;
  "stop /"*) stop "$2" ;;
  "lend /"*) lend "$2" ;;
  *) fail "usage: scripts/pg-test.sh start|stop|lend /tmp/FOLDER" ;;
esac
