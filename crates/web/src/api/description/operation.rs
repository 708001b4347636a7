//! One operation of the API, declared in a line or two.

use super::param::Param;
use super::shape::Type;

/// The operations of one tag in one version.
pub struct Group {
    /// 1 or 2: the path begins with `/api/{version}`.
    pub version: u8,
    pub tag: &'static str,
    pub operations: &'static [Operation],
}

/// What can be asked.
pub struct Operation {
    /// In lower case, as documents write it.
    pub method: &'static str,
    /// After `/api/{version}`, with the final slash that udata writes.
    pub path: &'static str,
    /// udata's, where it has one: generated clients name their functions after it.
    pub id: &'static str,
    pub summary: &'static str,
    pub params: &'static [&'static [Param]],
    pub answer: Answer,
    /// Whether only people who are signed in get an answer.
    pub signed_in: bool,
    /// What is sent, for those that write.
    pub body: Option<Type>,
    /// The fields of a multipart form that is sent, the file first.
    pub form: &'static [Param],
    /// The status of success.
    pub success: u16,
    /// Refusals beyond those that follow from the path and the parameters.
    pub refusals: &'static [u16],
}

/// What comes back.
#[derive(Clone, Copy)]
pub enum Answer {
    Json(Type),
    /// A page of a list of a named shape.
    Page(&'static str),
    /// A page of a search, with its facets.
    Search(&'static str),
    Nothing,
    /// The address of something else.
    Redirect(&'static str),
    /// A file of this media type.
    File(&'static str, &'static str),
}

/// Reads something.
pub const fn get(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method: "get",
        path,
        id,
        summary,
        params: &[],
        answer: Answer::Json(Type::Any),
        signed_in: false,
        body: None,
        form: &[],
        success: 200,
        refusals: &[],
    }
}

/// Writes something; only people who are signed in do.
const fn write(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
) -> Operation {
    Operation {
        method,
        signed_in: true,
        refusals: &[403],
        ..get(path, id, summary)
    }
}

/// Makes something new.
pub const fn post(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        success: 201,
        ..write("post", path, id, summary)
    }
}

/// Changes what the body names.
pub const fn put(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        refusals: &[403, 410, 412],
        ..write("put", path, id, summary)
    }
}

/// As [`put`], where udata chose the other word.
pub const fn patch(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method: "patch",
        ..put(path, id, summary)
    }
}

/// Takes something away, and answers nothing.
pub const fn delete(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        success: 204,
        answer: Answer::Nothing,
        ..write("delete", path, id, summary)
    }
}

impl Operation {
    /// What the body holds.
    pub const fn sends(self, body: Type) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// The fields of the form that is sent.
    pub const fn uploads(self, form: &'static [Param]) -> Self {
        Self { form, ..self }
    }

    /// Answers another status than its kind does.
    pub const fn with(self, success: u16) -> Self {
        Self { success, ..self }
    }

    pub const fn takes(self, params: &'static [&'static [Param]]) -> Self {
        Self { params, ..self }
    }

    pub const fn gives(self, answer: Answer) -> Self {
        Self { answer, ..self }
    }

    /// A JSON value.
    pub const fn json(self, of: Type) -> Self {
        self.gives(Answer::Json(of))
    }

    pub const fn signed_in(self) -> Self {
        Self {
            signed_in: true,
            ..self
        }
    }

    pub const fn refuses(self, refusals: &'static [u16]) -> Self {
        Self { refusals, ..self }
    }

    /// The names between braces of the path.
    pub fn places(&self) -> impl Iterator<Item = &'static str> {
        let parts = self.path.split('{').skip(1);
        parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }

    /// What is asked in the query string or in headers.
    pub fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.params.iter().flat_map(|group| group.iter())
    }

    /// `X-Fields` cuts every JSON answer.
    pub fn is_masked(&self) -> bool {
        !matches!(
            self.answer,
            Answer::Redirect(_) | Answer::File(..) | Answer::Nothing
        )
    }

    /// The statuses of refusals, in order.
    pub fn statuses(&self) -> Vec<u16> {
        let mut statuses = self.refusals.to_vec();
        if self.is_masked() || self.body.is_some() || self.params().next().is_some() {
            statuses.push(400);
        }
        if self.signed_in {
            statuses.push(401);
        }
        if self.places().next().is_some() {
            statuses.push(404);
        }
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

/// The statuses of all refusals.
pub const REFUSALS: [u16; 8] = [400, 401, 403, 404, 409, 410, 412, 415];

/// What a refusal means.
pub fn meaning(status: u16) -> &'static str {
    match status {
        400 => "An argument, a field or a mask cannot be read",
        401 => "Nobody is signed in, or the API key is bad",
        403 => "The caller may not do this",
        404 => "There is no such thing, or the caller may not know of it",
        409 => "It is done already",
        410 => "It has been deleted",
        415 => "What the file holds is not accepted",
        412 => "Somebody changed it since the state named in If-Match",
        _ => "Refused",
    }
}

/// What a part of a path stands for.
pub fn place(name: &str) -> &'static str {
    match name {
        "dataset" => "The id or the slug of the dataset",
        "org" => "The id or the slug of the organization",
        "reuse" => "The id or the slug of the reuse",
        "dataservice" => "The id or the slug of the dataservice",
        "topic" => "The id or the slug of the topic",
        "post" => "The id or the slug of the post",
        "badge_kind" => "The kind of badge",
        "user" => "The id or the slug of the person",
        "rid" => "The UUID of the resource",
        "number" => "The number of the version",
        "community" => "The UUID of the community resource",
        "contact_point" => "The id of the contact point",
        "report" => "The id of the report",
        "class" => "The class of an object, such as `Dataset`",
        "element_id" => "The id of the element",
        "cidx" => "The place of the message, from 0, or its UUID",
        "level" => "The id of an administrative level",
        "ids" => "The ids of territories, separated by commas",
        "identifier" => "The text that the picture is drawn from: any id",
        "_format" => {
            "The syntax: `xml`, `rdf`, `owl`, `n3`, `ttl`, `turtle`, `nt`, `json`, `jsonld`, `json-ld` or `trig`"
        }
        "size" => "The side of the picture, in pixels",
        _ => "The identifier",
    }
}
