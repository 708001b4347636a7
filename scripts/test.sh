#!/usr/bin/env bash
# The whole check: what fails early comes first, and everything is built once.
set -euo pipefail
cd "$(dirname "$0")/.."

began=$SECONDS
step() { echo; echo "── $1 ($((SECONDS - began)) s)"; }

postgres=$(mktemp -d /tmp/vitrail-pg.XXXXXX)
trap 'scripts/pg-test.sh stop "$postgres"' EXIT
VITRAIL_TEST_POSTGRES=$(scripts/pg-test.sh start "$postgres")
export VITRAIL_TEST_POSTGRES

step "lint"
scripts/lint.sh

step "build"
# Tests and programs together, so that both see the same features of each dependency.
cargo build --workspace --tests --bins --locked
VITRAIL_BIN=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/debug/vitrail
export VITRAIL_BIN

step "tests in Rust"
cargo nextest run --workspace --profile ci --locked

step "examples in the documentation"
cargo test --workspace --doc --locked --quiet

step "pages in a browser"
npm --prefix tests/browser test --silent

for engine in sqlite postgres; do
  export VITRAIL_TEST_ENGINE=$engine
  step "the official Python client ($engine)"
  node tests/browser/with-portal.mjs tests/client/.venv/bin/python tests/client/test_client.py

  step "the client of CKAN ($engine)"
  node tests/browser/with-portal.mjs tests/client/.venv/bin/python tests/client/test_ckan.py
done

step "linked data by the official shapes"
tests/shacl/.venv/bin/python tests/shacl/test_shacl.py

step "all tests pass"
