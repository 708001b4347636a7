#!/usr/bin/env bash
# What can be said of the code without running it.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --all --check
npm --prefix ui run --silent check
cargo clippy --workspace --all-targets --locked -- -D warnings

# One provider of cryptography, in Rust, and no C library to find at build time.
for banned in aws-lc-sys openssl-sys; do
  if cargo tree --workspace --locked -i "$banned" >/dev/null 2>&1; then
    echo "lint: $banned is in the tree; see who brings it: cargo tree -i $banned" >&2
    exit 1
  fi
done
