//! How the catalogues of others are taken in.

use clap::Args;
use vitrail_app::settings::Harvest;

use super::networks;

#[expect(
    clippy::struct_field_names,
    reason = "flags and keys bear the same names"
)]
#[derive(Args, Clone, Debug, Default)]
pub struct HarvestFlags {
    /// Networks where harvested catalogues may be although they are not public, separated by commas: 10.0.0.0/8
    #[arg(long, env = "VITRAIL_HARVEST_ALLOW", value_delimiter = ',')]
    pub harvest_allow: Vec<String>,
    /// Whether producers may have their sources harvested at once: on or off [default: off]
    #[arg(long, env = "VITRAIL_HARVEST_MANUAL_RUN")]
    pub harvest_manual_run: Option<String>,
    /// Days during which what a source no longer shows stays as it is [default: 7]
    #[arg(long, env = "VITRAIL_HARVEST_GRACE")]
    pub harvest_grace: Option<u32>,
    /// Days during which harvest jobs are remembered [default: 365]
    #[arg(long, env = "VITRAIL_HARVEST_JOBS_KEPT")]
    pub harvest_jobs_kept: Option<u32>,
    /// The most things that are taken from one source [default: all of them]
    #[arg(long, env = "VITRAIL_HARVEST_MAX_ITEMS")]
    pub harvest_max_items: Option<usize>,
}

impl HarvestFlags {
    /// What is in force: the flags, then the file.
    pub fn decide(self, file: Self) -> anyhow::Result<Harvest> {
        let ours = Harvest::default();
        let manual = self.harvest_manual_run.or(file.harvest_manual_run);
        let manual = manual.unwrap_or_else(|| "off".to_owned());
        anyhow::ensure!(
            ["on", "off"].contains(&manual.as_str()),
            "--harvest-manual-run: write on or off"
        );
        Ok(Harvest {
            allow: networks("--harvest-allow", &self.harvest_allow, &file.harvest_allow)?,
            manual_run: manual == "on",
            grace: self
                .harvest_grace
                .or(file.harvest_grace)
                .unwrap_or(ours.grace),
            jobs_kept: self
                .harvest_jobs_kept
                .or(file.harvest_jobs_kept)
                .unwrap_or(ours.jobs_kept),
            max_items: self.harvest_max_items.or(file.harvest_max_items),
        })
    }
}
