//! The objects of CKAN as it writes them, keys in its order.

use serde::{Serialize, Serializer};
use serde_json::Value;
use vitrail_app::domain::Timestamp;

#[derive(Serialize)]
pub struct Package {
    pub author: Option<String>,
    pub author_email: Option<String>,
    pub creator_user_id: Option<String>,
    pub id: String,
    pub isopen: bool,
    pub license_id: String,
    pub license_title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_url: Option<String>,
    pub maintainer: Option<String>,
    pub maintainer_email: Option<String>,
    pub metadata_created: String,
    pub metadata_modified: String,
    pub name: String,
    pub notes: String,
    pub num_resources: usize,
    pub num_tags: usize,
    pub organization: Option<Organization>,
    pub owner_org: Option<String>,
    pub private: bool,
    pub state: &'static str,
    pub title: String,
    pub r#type: &'static str,
    pub url: Option<String>,
    pub version: Option<String>,
    pub extras: Vec<Extra>,
    pub resources: Vec<Resource>,
    pub tags: Vec<Tag>,
    pub groups: Vec<Value>,
    pub relationships_as_subject: Vec<Value>,
    pub relationships_as_object: Vec<Value>,
}

/// The organization of a package.
#[expect(clippy::struct_field_names, reason = "the names are those of CKAN")]
#[derive(Clone, Serialize)]
pub struct Organization {
    pub id: String,
    pub name: String,
    pub title: String,
    pub r#type: &'static str,
    pub description: String,
    pub image_url: String,
    pub created: String,
    pub is_organization: bool,
    pub approval_status: &'static str,
    pub state: &'static str,
}

#[derive(Serialize)]
pub struct Extra {
    pub key: String,
    pub value: String,
}

#[derive(Serialize)]
pub struct Tag {
    pub display_name: String,
    pub id: String,
    pub name: String,
    pub state: &'static str,
    pub vocabulary_id: Option<String>,
}

/// A tag that no package is shown with.
#[derive(Serialize)]
pub struct TagAlone<'t> {
    pub id: String,
    pub name: &'t str,
    pub vocabulary_id: Option<String>,
    pub display_name: &'t str,
}

#[derive(Serialize)]
pub struct Licence {
    pub domain_content: &'static str,
    pub id: &'static str,
    pub domain_data: &'static str,
    pub domain_software: &'static str,
    pub family: &'static str,
    pub is_generic: &'static str,
    pub od_conformance: &'static str,
    pub osd_conformance: &'static str,
    pub maintainer: &'static str,
    pub status: &'static str,
    pub url: &'static str,
    pub title: &'static str,
}

#[expect(clippy::struct_field_names, reason = "the names are those of CKAN")]
#[derive(Serialize)]
pub struct Resource {
    pub cache_last_updated: Option<String>,
    pub cache_url: Option<String>,
    pub created: String,
    pub datastore_active: bool,
    pub description: Option<String>,
    pub format: String,
    pub hash: String,
    pub id: String,
    pub last_modified: Option<String>,
    pub metadata_modified: String,
    pub mimetype: Option<String>,
    pub mimetype_inner: Option<String>,
    pub name: String,
    pub package_id: String,
    pub position: usize,
    pub resource_type: Option<String>,
    pub size: Option<i64>,
    pub state: &'static str,
    pub url: String,
    pub url_type: Option<&'static str>,
    #[serde(rename = "udata:schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    #[serde(rename = "udata:preview_url", skip_serializing_if = "Option::is_none")]
    pub preview_url: Option<String>,
    #[serde(rename = "udata:extras", skip_serializing_if = "Option::is_none")]
    pub extras: Option<String>,
}

/// An organization on its own.
#[derive(Serialize)]
pub struct Group {
    pub approval_status: &'static str,
    pub created: String,
    pub description: String,
    pub display_name: String,
    pub id: String,
    pub image_display_url: String,
    pub image_url: String,
    pub is_organization: bool,
    pub name: String,
    pub num_followers: i64,
    pub package_count: i64,
    pub state: &'static str,
    pub title: String,
    pub r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Vec<Package>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extras: Option<Vec<Extra>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Value>>,
}

/// A member of an organization.
#[derive(Serialize)]
pub struct User {
    pub about: Option<String>,
    pub capacity: &'static str,
    pub created: String,
    pub display_name: String,
    pub fullname: String,
    pub id: String,
    pub image_display_url: Option<String>,
    pub image_url: Option<String>,
    pub name: String,
    pub state: &'static str,
    pub sysadmin: bool,
}

/// An organization in which somebody may do something.
#[derive(Serialize)]
pub struct OfUser {
    #[serde(flatten)]
    pub organization: Organization,
    pub capacity: &'static str,
    pub display_name: String,
    pub image_display_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_count: Option<i64>,
}

/// A package found by what is typed.
#[derive(Serialize)]
pub struct Suggestion {
    pub name: String,
    pub title: String,
    pub match_field: &'static str,
    pub match_displayed: String,
}

/// What the packages found are counted by.
#[derive(Serialize)]
pub struct Facet {
    pub title: String,
    pub items: Vec<Item>,
}

#[derive(Serialize)]
pub struct Item {
    pub name: String,
    pub display_name: String,
    pub count: i64,
}

/// An object whose keys stay in the order of the pairs.
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// An instant as CKAN writes it: of UTC, without saying so.
pub fn instant(at: Timestamp) -> String {
    let text = at.to_string();
    let bare = text.strip_suffix("+00:00").unwrap_or(&text);
    if bare.contains('.') {
        bare.to_owned()
    } else {
        format!("{bare}.000000")
    }
}
