# make run     a portal with a demonstration catalogue, on this machine
# make test    everything that must hold before a change lands
# The other targets are parts of these, or measure.

SHELL := /bin/bash

.PHONY: run test lint bench bench-relevance assets vocab

# For a first look: built in minutes, not for the best speed.
run: assets vocab
	scripts/need.sh rust compiler
	cargo run --profile quick --locked -p vitrail -- demo

test: assets vocab tests/browser/node_modules/.ready tests/client/.venv/.ready tests/shacl/.venv/.ready
	scripts/need.sh rust compiler nextest postgresql chromium curl
	scripts/test.sh

lint: assets vocab
	scripts/lint.sh

# Speed and size of the release program, over HTTP.
bench: assets vocab
	scripts/need.sh rust compiler curl wrk node
	cargo build --release --locked -p vitrail
	benches/http.sh
	node benches/write.mjs "$${CARGO_TARGET_DIR:-target}/release/vitrail"
	node benches/rdf.mjs "$${CARGO_TARGET_DIR:-target}/release/vitrail"
	node benches/harvest.mjs "$${CARGO_TARGET_DIR:-target}/release/vitrail"

# How well real queries find what their readers wanted.
bench-relevance: assets vocab
	scripts/need.sh rust compiler node
	cargo build --release --locked -p vitrail
	node benches/relevance.mjs "$${CARGO_TARGET_DIR:-target}/release/vitrail"

# Styles and scripts of the pages, embedded in the program.
assets: ui/dist/manifest.json

ui/dist/manifest.json: ui/node_modules/.ready $(wildcard ui/*.js ui/*.json) $(shell find ui/scripts ui/styles -type f)
	npm --prefix ui run --silent build
	touch $@

# Territories, embedded in the program.
vocab: vocab/dist/zones.tsv

vocab/dist/zones.tsv: vocab/node_modules/.ready vocab/zones.mjs vocab/passwords.mjs
	npm --prefix vocab run --silent build
	touch $@

%/node_modules/.ready: %/package-lock.json
	scripts/need.sh node
	npm --prefix $* ci --silent --no-audit --no-fund
	touch $@

%/.venv/.ready: %/requirements.txt
	scripts/need.sh python
	python3 -m venv $*/.venv
	$*/.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@
