//! Whether the catalogue answers SPARQL, and how much that may take.

use std::time::Duration;

use clap::Args;
use vitrail_app::settings::Sparql;

#[derive(Args, Clone, Debug, Default)]
pub struct SparqlFlags {
    /// Whether the catalogue answers SPARQL at /sparql: on or off [default: off]
    #[arg(long, env = "VITRAIL_SPARQL")]
    pub sparql: Option<String>,
    /// Memory that the graph of the catalogue may take, in megabytes [default: 1500]
    #[arg(long, env = "VITRAIL_SPARQL_MEMORY")]
    pub sparql_memory: Option<u64>,
    /// Memory that queries under way may take besides, in megabytes [default: 500]
    #[arg(long, env = "VITRAIL_SPARQL_QUERY_MEMORY")]
    pub sparql_query_memory: Option<u64>,
    /// Seconds that a query may run [default: 10]
    #[arg(long, env = "VITRAIL_SPARQL_TIME")]
    pub sparql_time: Option<u64>,
}

impl SparqlFlags {
    /// What is in force, if it is on: the flags, then the file.
    pub fn decide(self, file: Self) -> anyhow::Result<Option<Sparql>> {
        let on = self.sparql.or(file.sparql);
        let on = on.unwrap_or_else(|| "off".to_owned());
        anyhow::ensure!(
            ["on", "off"].contains(&on.as_str()),
            "--sparql: write on or off"
        );
        let ours = Sparql::default();
        let megabytes = |flag: Option<u64>, key: Option<u64>, ours: u64| {
            flag.or(key).map_or(ours, |it| it.saturating_mul(1_000_000))
        };
        let time = self.sparql_time.or(file.sparql_time);
        let time = time.map_or(ours.time, Duration::from_secs);
        anyhow::ensure!(
            (1..=600).contains(&time.as_secs()),
            "--sparql-time: write a number of seconds from 1 to 600"
        );
        Ok((on == "on").then(|| Sparql {
            memory: megabytes(self.sparql_memory, file.sparql_memory, ours.memory),
            query_memory: megabytes(
                self.sparql_query_memory,
                file.sparql_query_memory,
                ours.query_memory,
            ),
            time,
        }))
    }
}
