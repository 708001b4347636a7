//! Makes the territories available to `include_str!`, and says how to get them when they have not been written yet.

use std::path::{Path, PathBuf};

fn main() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vocab/dist/zones.tsv");
    println!("cargo::rerun-if-changed={}", source.display());
    let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        println!("cargo::error=OUT_DIR is not set: run this through cargo");
        return;
    };
    if let Err(error) = std::fs::copy(&source, out.join("zones.tsv")) {
        println!(
            "cargo::error=the territories are absent ({}: {error}): run `make vocab` first (npm ci && npm run build, in vocab)",
            source.display()
        );
    }
}
