//! What the program prints: answers on standard output, complaints and progress on standard error.

use std::io::Write;

use indicatif::{ProgressBar, ProgressStyle};

/// One line of an answer. A closed pipe is no failure.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// What went wrong.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "vitrail: {line}");
}

/// Progress without a known end.
pub fn counter(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {human_pos} {msg} ({elapsed})");
    let bar = ProgressBar::new_spinner().with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
