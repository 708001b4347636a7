//! The HTTP room from outside: requests go through the whole router.

#![cfg(test)]

mod account;
mod account_session;
mod accounts_of_others;
mod archive;
mod assessment;
mod captcha;
mod changes;
mod ckan;
mod ckan_again;
mod ckan_fields;
mod ckan_search;
mod ckan_words;
mod cors;
mod csrf;
mod dcat_us;
mod described;
mod description;
mod edges;
mod export;
mod feed;
mod figures;
mod files;
mod harvest;
mod harvest_again;
mod harvest_dcat;
mod harvest_hostile;
mod harvest_kept;
mod harvest_lost;
mod harvest_service;
mod harvest_source;
mod image;
mod in_step;
mod leaving;
mod limits;
mod links;
mod matrix;
mod mcp;
mod mcp_message;
mod memberships;
mod moderation;
mod oauth;
mod office;
mod oidc;
mod organizations;
mod pages;
mod people;
mod rdf;
mod read;
mod recorded;
mod robust;
mod search;
mod second;
mod shapes;
mod sparql;
mod sparql_heavy;
mod sparql_told;
mod state;
mod subjects;
mod talk;
mod traffic;
mod upload;
mod visibility;
mod webhook;
mod write;
mod write_discussion;
mod write_post;
mod write_reuse;
mod write_topic;

use vitrail_testkit::Db;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;

/// A portal over this database that holds one object of each kind.
async fn portal(db: Db) -> (Portal, Catalogue) {
    let portal = Portal::on(db).unwrap();
    let catalogue = Catalogue::default();
    catalogue.write(&portal).await.unwrap();
    (portal, catalogue)
}
