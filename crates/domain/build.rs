//! Makes the lists of `vocab` available to `include_str!`, and says how to get them when they have not been written yet.

use std::path::{Path, PathBuf};

fn main() {
    let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        println!("cargo::error=OUT_DIR is not set: run this through cargo");
        return;
    };
    let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vocab/dist");
    for name in ["zones.tsv", "passwords.txt"] {
        let source = lists.join(name);
        println!("cargo::rerun-if-changed={}", source.display());
        if let Err(error) = std::fs::copy(&source, out.join(name)) {
            println!(
                "cargo::error=a list is absent ({}: {error}): run `make vocab` first (npm ci && npm run build, in vocab)",
                source.display()
            );
        }
    }
}
