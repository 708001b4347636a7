//! Every function of the store, on both engines.

#[cfg(test)]
mod account;
#[cfg(test)]
mod answer;
#[cfg(test)]
mod bucket;
#[cfg(test)]
mod bulk;
#[cfg(test)]
mod captcha;
#[cfg(test)]
mod change;
#[cfg(test)]
mod computed;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod dataservice;
#[cfg(test)]
mod dataset;
#[cfg(test)]
mod dataset_filter;
#[cfg(test)]
mod db;
#[cfg(test)]
mod discussion;
#[cfg(test)]
mod follow;
#[cfg(test)]
mod harvest;
#[cfg(test)]
mod held;
#[cfg(test)]
mod job;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod list;
#[cfg(test)]
mod matching;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod organization;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod post;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod report;
#[cfg(test)]
mod resource;
#[cfg(test)]
mod reuse;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod subject;
#[cfg(test)]
mod topic;
#[cfg(test)]
mod traffic;
#[cfg(test)]
mod user;
#[cfg(test)]
mod version;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod webhook;
#[cfg(test)]
mod zone;
