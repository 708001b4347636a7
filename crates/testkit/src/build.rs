//! Filling a portal object by object: each builder saves a valid object of `make`, changed as the test wants, with its
//! line in the change log.

use axum::http::Method;
use vitrail_app::{account, follower};
use vitrail_domain::organization::Role;
use vitrail_domain::{
    Change, CommunityResource, ContactPoint, Dataservice, Dataset, Discussion, Id, Kind,
    Organization, Post, Resource, Reuse, Topic, TopicElement, User,
};
use vitrail_store::{self as store, Tx};

use crate::make;
use crate::portal::{Answer, Portal};

/// Saves what a builder made, with its line in the change log.
macro_rules! save {
    ($self:ident, $object:ident, $kind:ident, $id:expr, $tx:ident => $save:expr) => {{
        let mut tx = $self.begin().await;
        {
            let $tx = &mut tx;
            done($save.await);
        }
        let change = make::change(None, (Kind::$kind, $id), "created");
        done(store::change::record(&mut tx, &change).await);
        done(tx.commit().await);
        $object
    }};
}

fn done<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|why| panic!("the test portal: {why}"))
}

impl Portal {
    /// Brings the search index up to what was saved.
    pub async fn indexed(&self) {
        done(follower::catch_up(&self.app).await);
    }

    /// Reads a path with an API token, or as nobody in particular.
    pub async fn get_as(&self, path: &str, token: Option<&str>) -> Answer {
        let header = token.map(|token| ("x-api-key", token));
        done(self.ask(Method::GET, path, header.as_slice()).await)
    }

    async fn begin(&self) -> Tx {
        done(self.app.db().begin().await)
    }

    /// An API token of a person.
    pub async fn token(&self, user: Id) -> String {
        done(account::create_token(&self.app, user, None).await)
    }

    pub async fn user(&self, name: &str, change: impl FnOnce(&mut User)) -> User {
        let mut user = make::user(name);
        change(&mut user);
        save!(self, user, User, user.id, tx => store::user::save(tx, &user))
    }

    pub async fn organization(
        &self,
        name: &str,
        members: &[(&User, Role)],
        change: impl FnOnce(&mut Organization),
    ) -> Organization {
        let mut organization = make::organization(name, members);
        change(&mut organization);
        save!(self, organization, Organization, organization.id,
            tx => store::organization::save(tx, &organization))
    }

    /// Lets a partial editor edit an object.
    pub async fn assign(&self, user: Id, organization: Id, subject: (Kind, Id)) {
        let mut tx = self.begin().await;
        done(store::organization::assign(&mut tx, user, organization, subject).await);
        done(tx.commit().await);
    }

    pub async fn dataset(&self, title: &str, change: impl FnOnce(&mut Dataset)) -> Dataset {
        let mut dataset = make::dataset(title);
        change(&mut dataset);
        let mut tx = self.begin().await;
        done(store::dataset::save(&mut tx, &dataset).await);
        let change = Change {
            at: dataset.last_modified_internal,
            ..make::change(None, (Kind::Dataset, dataset.id), "created")
        };
        done(store::change::record(&mut tx, &change).await);
        done(tx.commit().await);
        dataset
    }

    /// Gives a dataset its files.
    pub async fn resources(&self, dataset: Id, resources: &[Resource]) {
        let mut tx = self.begin().await;
        done(store::resource::replace(&mut tx, dataset, resources).await);
        done(tx.commit().await);
    }

    pub async fn community_resource(&self, community: CommunityResource) -> CommunityResource {
        let mut tx = self.begin().await;
        done(store::community_resource::save(&mut tx, &community).await);
        done(tx.commit().await);
        community
    }

    pub async fn reuse(&self, title: &str, change: impl FnOnce(&mut Reuse)) -> Reuse {
        let mut reuse = make::reuse(title);
        change(&mut reuse);
        save!(self, reuse, Reuse, reuse.id, tx => store::reuse::save(tx, &reuse))
    }

    pub async fn dataservice(
        &self,
        title: &str,
        change: impl FnOnce(&mut Dataservice),
    ) -> Dataservice {
        let mut dataservice = make::dataservice(title);
        change(&mut dataservice);
        save!(self, dataservice, Dataservice, dataservice.id,
            tx => store::dataservice::save(tx, &dataservice))
    }

    pub async fn topic(&self, name: &str, change: impl FnOnce(&mut Topic)) -> Topic {
        let mut topic = make::topic(name);
        change(&mut topic);
        save!(self, topic, Topic, topic.id, tx => store::topic::save(tx, &topic))
    }

    /// Gives a topic its elements.
    pub async fn elements(&self, topic: Id, elements: &[TopicElement]) {
        let mut tx = self.begin().await;
        done(store::topic::replace_elements(&mut tx, topic, elements).await);
        done(tx.commit().await);
    }

    pub async fn discussion(
        &self,
        title: &str,
        subject: (Kind, Id),
        user: Id,
        change: impl FnOnce(&mut Discussion),
    ) -> Discussion {
        let mut discussion = make::discussion(title, subject, user);
        change(&mut discussion);
        save!(self, discussion, Discussion, discussion.id,
            tx => store::discussion::save(tx, &discussion))
    }

    pub async fn contact_point(&self, contact: ContactPoint) -> ContactPoint {
        let mut tx = self.begin().await;
        done(store::contact_point::save(&mut tx, &contact).await);
        done(tx.commit().await);
        contact
    }

    pub async fn post(&self, name: &str, change: impl FnOnce(&mut Post)) -> Post {
        let mut post = make::post(name);
        change(&mut post);
        save!(self, post, Post, post.id, tx => store::post::save(tx, &post))
    }
}
