//! The program as an operator meets it: its commands, what it says when something is wrong, and how it stops.

#[cfg(test)]
mod check;
#[cfg(test)]
mod documentation;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod harvest;
#[cfg(test)]
mod program;
#[cfg(test)]
mod serve;
