//! The people and the objects of the matrix: each kind of object, in each state, once of a person and once of an
//! organization. What only reads shares its objects; what writes gets new ones each time.

use std::collections::HashMap;

use anyhow::Result;
use axum::http::Method;
use vitrail_app::{account, file};
use vitrail_domain::organization::Role as Membership;
use vitrail_domain::{Change, Id, Kind, Owner, Timestamp, User};
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::store::Tx;
use vitrail_testkit::{make, store};

use super::row::Row;

/// Who asks, in the order of the columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Anonymous,
    Other,
    /// Owns the objects of the person's side.
    Owner,
    /// Partial editor of the organization, to whom nothing is assigned.
    Unassigned,
    /// Partial editor to whom every object of the organization is assigned.
    Assigned,
    Editor,
    Admin,
    Sysadmin,
}

pub const ROLES: [Role; 8] = [
    Role::Anonymous,
    Role::Other,
    Role::Owner,
    Role::Unassigned,
    Role::Assigned,
    Role::Editor,
    Role::Admin,
    Role::Sysadmin,
];

/// Where the object of a path is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Public,
    Draft,
    Deleted,
    Archived,
}

/// The places of paths and bodies that objects fill.
const PLACES: &str = "{dataset}{resource}{file}{community}{discussion}{reuse}{dataservice}{topic}{element}{contact}\
                      {post}{source}{job}{organization}{user}{someone}{editor}{partial}{other}{secret}";

const STATES: [State; 4] = [State::Public, State::Draft, State::Deleted, State::Archived];

impl State {
    pub fn parse(text: &str) -> Self {
        let known = STATES.into_iter();
        let mut known = known.filter(|state| format!("{state:?}").to_lowercase() == text);
        known
            .next()
            .unwrap_or_else(|| panic!("`{text}` is no state"))
    }
}

/// Who owns the object of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Person,
    Organization,
}

/// What fills the places of a path, by their names.
#[derive(Debug, Default)]
pub struct Things(HashMap<&'static str, String>);

impl Things {
    fn put(&mut self, name: &'static str, value: &(impl ToString + ?Sized)) {
        self.0.insert(name, value.to_string());
    }

    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.0 {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        filled
    }
}

/// What comes with a dataset.
const OF_DATASETS: [&str; 4] = ["resource", "file", "community", "discussion"];

/// Whether a place of this name is there.
fn names(places: &str, name: &str) -> bool {
    places.contains(&format!("{{{name}}}"))
}

pub struct World {
    pub portal: Portal,
    tokens: HashMap<Role, String>,
    people: HashMap<Role, User>,
    setup: String,
    things: HashMap<(State, Side), Things>,
    turn: usize,
}

impl World {
    pub async fn new(portal: Portal) -> Self {
        // The link to the first administrator is offered while there is none.
        let setup = account::offer_setup(&portal.app).await.unwrap().unwrap();
        let mut world = Self {
            portal,
            tokens: HashMap::new(),
            people: HashMap::new(),
            setup,
            things: HashMap::new(),
            turn: 0,
        };
        for role in &ROLES[1..] {
            let sysadmin = *role == Role::Sysadmin;
            let user = world
                .portal
                .user(&format!("{role:?}"), |user| user.admin = sysadmin)
                .await;
            world
                .tokens
                .insert(*role, world.portal.token(user.id).await);
            world.people.insert(*role, user);
        }
        for state in STATES {
            for side in [Side::Person, Side::Organization] {
                let things = world.mint(state, side, PLACES).await;
                world.things.insert((state, side), things);
            }
        }
        // Indexes all of it as well.
        let zone = make::zone("fr:commune:74119", "Évian-les-Bains", &[]);
        let zones = async |tx: &mut Tx| Ok(store::zone::replace_all(tx, [zone]).await.map(drop)?);
        world.portal.write(zones).await.unwrap();
        world
    }

    pub fn things(&self, state: State, side: Side) -> &Things {
        &self.things[&(state, side)]
    }

    /// What somebody is answered on a line, with the address that was asked.
    /// What is expected to succeed has objects of its own: it may change them.
    pub async fn ask(
        &mut self,
        row: &Row,
        role: Role,
        (state, side): (State, Side),
        expected: u16,
    ) -> (String, u16) {
        let method = match row.method.as_str() {
            "ANY" => Method::GET,
            method => method.parse().unwrap(),
        };
        let minted;
        let things = if method == Method::GET || row.is_alone() || expected >= 400 {
            &self.things[&(state, side)]
        } else {
            let places = format!("{}{}", row.asked, row.body.as_deref().unwrap_or_default());
            minted = self.mint(state, side, &places).await;
            &minted
        };
        let path = things.fill(&row.asked);
        let body = row.body.as_ref().map(|body| things.fill(body));
        let mut headers = Vec::new();
        if let Some(token) = self.tokens.get(&role) {
            headers.push(("x-api-key", token.as_str()));
        }
        if let Some(body) = &body {
            let kind = if body.starts_with(['{', '[', '"']) {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            headers.push(("content-type", kind));
        }
        let body = body.unwrap_or_default();
        let answer = self.portal.send(method, &path, &headers, body).await;
        (path, answer.unwrap().status.as_u16())
    }

    /// What a sysadmin is answered who bears the cookie of a session, and no CSRF token.
    pub async fn ask_by_cookie(&self, row: &Row) -> u16 {
        let user = self.people[&Role::Sysadmin].id;
        let session = account::open_session(&self.portal.app, &account::Asking::default(), user)
            .await
            .unwrap();
        let things = self.things(State::Public, Side::Organization);
        let (method, path) = (row.method.parse().unwrap(), things.fill(&row.asked));
        let cookie = format!("vitrail={session}");
        let answer = self.portal.ask(method, &path, &[("cookie", &cookie)]).await;
        answer.unwrap().status.as_u16()
    }

    /// New objects in a state, of a person or of an organization: those that these places need.
    async fn mint(&mut self, state: State, side: Side, places: &str) -> Things {
        self.turn += 1;
        let mut tx = self.portal.app.db().begin().await.unwrap();
        let things = self.write(&mut tx, state, side, places).await.unwrap();
        let change = Change::new(NOW, (Kind::Site, Id::default()), "updated");
        store::change::record(&mut tx, &change).await.unwrap();
        tx.commit().await.unwrap();
        if let Some(file) = things.0.get("file") {
            let objects = file::objects(&self.portal.app);
            objects.put(file, b"a,b\n1,2\n").await.unwrap();
        }
        things
    }

    async fn write(&self, tx: &mut Tx, state: State, side: Side, places: &str) -> Result<Things> {
        let living = self.organization(tx, "Organisation", None).await?;
        let owner = match side {
            Side::Person => Owner::User(self.people[&Role::Owner].id),
            Side::Organization => Owner::Organization(living),
        };
        let mut things = self.subjects(tx, state, owner, places).await?;
        if side == Side::Organization {
            let assigned = self.people[&Role::Assigned].id;
            for kind in [Kind::Dataset, Kind::Reuse, Kind::Dataservice, Kind::Topic] {
                let Some(id) = things.0.get(kind.as_str()) else {
                    continue;
                };
                let subject = (kind, id.parse()?);
                store::organization::assign(tx, assigned, living, subject).await?;
            }
        }
        if OF_DATASETS.iter().any(|name| names(places, name)) {
            self.dataset_parts(tx, owner, &mut things).await?;
        }
        // The organization and the person of a path are in this state themselves; objects are of living ones.
        let (mut organization, mut user) = (living, self.people[&Role::Owner].id);
        if state == State::Deleted {
            organization = self
                .organization(tx, "Ancienne organisation", Some(NOW))
                .await?;
            let mut left = make::user(&self.name("Parti"));
            (left.active, left.deleted) = (false, Some(NOW));
            store::user::save(tx, &left).await?;
            user = left.id;
        }
        things.put("organization", &organization);
        things.put("user", &user);
        let mut leaver = make::user(&self.name("Partant"));
        if state == State::Deleted {
            (leaver.active, leaver.deleted) = (false, Some(NOW));
        }
        store::user::save(tx, &leaver).await?;
        things.put("leaver", &leaver.id);
        for (name, role) in [
            ("editor", Role::Editor),
            ("partial", Role::Unassigned),
            ("other", Role::Other),
        ] {
            things.put(name, &self.people[&role].id);
        }
        if names(places, "someone") {
            let someone = make::user(&self.name("Quelqu’un"));
            store::user::save(tx, &someone).await?;
            things.put("someone", &someone.id);
        }
        things.put("secret", &self.setup);
        Ok(things)
    }

    fn name(&self, what: &str) -> String {
        format!("{what} {}", self.turn)
    }

    async fn organization(
        &self,
        tx: &mut Tx,
        name: &str,
        deleted: Option<Timestamp>,
    ) -> Result<Id> {
        let members = [
            (&self.people[&Role::Unassigned], Membership::PartialEditor),
            (&self.people[&Role::Assigned], Membership::PartialEditor),
            (&self.people[&Role::Editor], Membership::Editor),
            (&self.people[&Role::Admin], Membership::Admin),
        ];
        let mut organization = make::organization(&self.name(name), &members);
        organization.deleted = deleted;
        store::organization::save(tx, &organization).await?;
        Ok(organization.id)
    }

    /// One object of each kind of this owner.
    async fn subjects(
        &self,
        tx: &mut Tx,
        state: State,
        owner: Owner,
        places: &str,
    ) -> Result<Things> {
        let private = state == State::Draft;
        let deleted = (state == State::Deleted).then_some(NOW);
        let archived = (state == State::Archived).then_some(NOW);
        let mut things = Things::default();

        let mut dataset = make::dataset(&self.name("Jeu"));
        (dataset.owner, dataset.private) = (owner, private);
        (dataset.deleted, dataset.archived) = (deleted, archived);
        store::dataset::save(tx, &dataset).await?;
        things.put("dataset", &dataset.id);

        if names(places, "reuse") {
            let mut reuse = make::reuse(&self.name("Réutilisation"));
            (reuse.owner, reuse.private) = (owner, private);
            (reuse.deleted, reuse.archived) = (deleted, archived);
            reuse.datasets = vec![dataset.id];
            store::reuse::save(tx, &reuse).await?;
            things.put("reuse", &reuse.id);
        }

        if names(places, "dataservice") {
            let mut dataservice = make::dataservice(&self.name("API"));
            (dataservice.owner, dataservice.private) = (owner, private);
            (dataservice.deleted_at, dataservice.archived_at) = (deleted, archived);
            store::dataservice::save(tx, &dataservice).await?;
            things.put("dataservice", &dataservice.id);
        }

        if names(places, "topic") || names(places, "element") {
            let mut topic = make::topic(&self.name("Thème"));
            (topic.owner, topic.private) = (owner, private);
            store::topic::save(tx, &topic).await?;
            let element = Some((Kind::Dataset, dataset.id));
            let element = make::topic_element(topic.id, &self.name("Élément"), element);
            things.put("element", &element.id);
            store::topic::replace_elements(tx, topic.id, &[element]).await?;
            things.put("topic", &topic.id);
        }

        if names(places, "contact") {
            let contact = make::contact_point(&self.name("Contact"), owner);
            store::contact_point::save(tx, &contact).await?;
            things.put("contact", &contact.id);
        }

        if names(places, "source") || names(places, "job") {
            let mut source = make::harvest_source(&self.name("Source"));
            (source.owner, source.deleted) = (owner, deleted);
            store::harvest::source::save(tx, &source, None).await?;
            things.put("source", &source.id);
            let job = make::harvest_job(&self.name("Lecture"), source.id);
            store::harvest::run::add(tx, &job).await?;
            things.put("job", &job.id);
        }

        if names(places, "post") {
            let mut post = make::post(&self.name("Billet"));
            post.published = (state == State::Public).then_some(NOW);
            store::post::save(tx, &post).await?;
            things.put("post", &post.id);
        }

        Ok(things)
    }

    /// What belongs to the dataset: a file elsewhere and one that the portal keeps, what others add, what people
    /// say of it.
    async fn dataset_parts(&self, tx: &mut Tx, owner: Owner, things: &mut Things) -> Result<()> {
        let dataset: Id = things.0["dataset"].parse()?;
        let remote = make::resource(&self.name("Lointain"));
        things.put("resource", &remote.id);
        let mut hosted = make::resource(&self.name("Gardé"));
        let key = format!("resources/jeu-{}/donnees.csv", self.turn);
        hosted.url = file::address(&key);
        "file".clone_into(&mut hosted.filetype);
        things.put("file", &key);
        store::resource::replace(tx, dataset, &[remote, hosted]).await?;

        let community = make::community_resource(&self.name("Ajout"), Some(dataset), owner);
        store::community_resource::save(tx, &community).await?;
        things.put("community", &community.resource.id);

        let author = self.people[&Role::Owner].id;
        let subject = (Kind::Dataset, dataset);
        let discussion = make::discussion(&self.name("Question"), subject, author);
        store::discussion::save(tx, &discussion).await?;
        things.put("discussion", &discussion.id);
        Ok(())
    }
}
