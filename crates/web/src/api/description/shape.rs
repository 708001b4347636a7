//! The objects of answers: their fields, their types, what may be null and what may be absent. Written beside the
//! views rather than derived from them, because one view serves both versions and holds free JSON; a test
//! compares each shape with real answers, key by key and type by type.

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Schema,
    SchemaFormat, SchemaType, Type as JsonType,
};
use utoipa::openapi::{Ref, RefOr};

/// What a value is.
#[derive(Clone, Copy)]
pub enum Type {
    Text,
    Markdown,
    Url,
    /// 24 hexadecimal digits.
    Id,
    Uuid,
    Instant,
    Day,
    Integer,
    /// An integer above zero.
    Count,
    Number,
    Truth,
    /// A mask of fields.
    Mask,
    /// One of these texts.
    Choice(fn() -> Vec<String>),
    /// A dictionary of values that the portal does not look at.
    Free,
    /// A dictionary of texts.
    Texts,
    /// Any JSON.
    Any,
    Null,
    /// A shape, by its name.
    A(&'static str),
    List(&'static Type),
    /// The first as a rule, the others when they are asked for.
    Either(&'static [Type]),
}

/// An object.
pub struct Shape {
    pub name: &'static str,
    pub says: &'static str,
    pub fields: &'static [&'static [Field]],
}

/// A field of an object.
#[derive(Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub of: Type,
    pub says: &'static str,
    pub nullable: bool,
    pub required: bool,
}

/// A field that is always there.
pub const fn field(name: &'static str, of: Type, says: &'static str) -> Field {
    Field {
        name,
        of,
        says,
        nullable: false,
        required: true,
    }
}

/// A field that is always there, null when nothing is known.
pub const fn maybe(name: &'static str, of: Type, says: &'static str) -> Field {
    Field {
        nullable: true,
        ..field(name, of, says)
    }
}

impl Field {
    /// Only there when it is asked for, or when it means something.
    pub const fn at_times(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }
}

pub const fn shape(
    name: &'static str,
    says: &'static str,
    fields: &'static [&'static [Field]],
) -> Shape {
    Shape { name, says, fields }
}

const BOTH_RIGHTS: &[Field] = &[
    field("delete", Type::Truth, ""),
    field("edit", Type::Truth, ""),
];

/// `{id, label}`.
pub const TERM: &[Field] = &[
    field("id", Type::Text, "Its identifier, which never changes"),
    field(
        "label",
        Type::Text,
        "Its name in the language of the caller",
    ),
];

/// What several subjects have.
pub const SHARED: &[Shape] = &[
    shape(
        "Permissions",
        "What the caller may do with it.",
        &[BOTH_RIGHTS],
    ),
    shape(
        "Badge",
        "A badge of an object.",
        &[&[field("kind", Type::Text, "")]],
    ),
    shape(
        "Link",
        "A link to a list kept elsewhere, in place of the list.",
        &[&[
            field("rel", Type::Text, ""),
            field("href", Type::Url, "Its first page"),
            field("type", Type::Text, "The method to ask with"),
            field("total", Type::Integer, "How many objects it has"),
        ]],
    ),
    shape(
        "ModelReference",
        "The class and the id of an object that something speaks of.",
        &[&[field("class", Type::Text, ""), field("id", Type::Id, "")]],
    ),
    shape(
        "Followers",
        "How many follow something.",
        &[&[field("followers", Type::Integer, "")]],
    ),
    shape(
        "Error",
        "A refusal.",
        &[&[field("message", Type::Text, "What is wrong")]],
    ),
    shape(
        "ValidationError",
        "A refusal of arguments.",
        &[&[
            field("message", Type::Text, "What is wrong"),
            field("errors", Type::Texts, "What is wrong with each argument").at_times(),
        ]],
    ),
];

impl Shape {
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().flat_map(|fields| fields.iter())
    }

    pub fn schema(&self) -> Schema {
        let object = ObjectBuilder::new().description(Some(self.says));
        let object = self.fields().fold(object, |object, field| {
            let object = object.property(field.name, field.schema());
            if field.required {
                object.required(field.name)
            } else {
                object
            }
        });
        object.into()
    }
}

impl Field {
    fn schema(&self) -> RefOr<Schema> {
        self.of.schema(self.says, self.nullable)
    }
}

impl Type {
    /// The schema of a value; `says` is left out when there is nothing to say.
    pub fn schema(self, says: &str, nullable: bool) -> RefOr<Schema> {
        let description = Some(says).filter(|says| !says.is_empty());
        match self {
            Self::A(name) if !nullable && description.is_none() => to(name).into(),
            Self::A(_) | Self::Either(_) => {
                let either = OneOfBuilder::new().description(description);
                let null = nullable.then_some(&Self::Null);
                let each: &[Self] = match &self {
                    Self::Either(each) => each,
                    one => std::slice::from_ref(one),
                };
                let all = each.iter().chain(null);
                all.fold(either, |either, one| either.item(one.schema("", false)))
                    .into()
            }
            Self::List(of) => ArrayBuilder::new()
                .items(of.schema("", false))
                .description(description)
                .schema_type(typed(JsonType::Array, nullable))
                .into(),
            _ => {
                let object = self.plain(nullable).description(description);
                object.into()
            }
        }
    }

    /// The schema of a value that is neither a shape nor a list.
    fn plain(self, nullable: bool) -> ObjectBuilder {
        let text = |format: Option<SchemaFormat>| {
            let object = ObjectBuilder::new().schema_type(typed(JsonType::String, nullable));
            object.format(format)
        };
        let known = |format| text(Some(SchemaFormat::KnownFormat(format)));
        let custom = |format: &str| text(Some(SchemaFormat::Custom(format.to_owned())));
        let of = |json| ObjectBuilder::new().schema_type(typed(json, nullable));
        match self {
            Self::Markdown => custom("markdown"),
            Self::Url => custom("uri"),
            Self::Uuid => custom("uuid"),
            Self::Mask => custom("mask"),
            Self::Id => text(None).pattern(Some("^[0-9a-f]{24}$")),
            Self::Instant => known(KnownFormat::DateTime),
            Self::Day => known(KnownFormat::Date),
            Self::Integer => of(JsonType::Integer),
            Self::Count => of(JsonType::Integer).minimum(Some(1)),
            Self::Number => of(JsonType::Number),
            Self::Truth => of(JsonType::Boolean),
            Self::Choice(texts) => text(None).enum_values(Some(texts())),
            Self::Free => of(JsonType::Object)
                .additional_properties(Some(AdditionalProperties::FreeForm(true))),
            Self::Texts => of(JsonType::Object).additional_properties(Some(
                AdditionalProperties::RefOr(Self::Text.schema("", false)),
            )),
            Self::Any => ObjectBuilder::new().schema_type(SchemaType::AnyValue),
            Self::Null => ObjectBuilder::new().schema_type(JsonType::Null),
            Self::Text | Self::A(_) | Self::List(_) | Self::Either(_) => text(None),
        }
    }
}

fn typed(json: JsonType, nullable: bool) -> SchemaType {
    if nullable {
        SchemaType::Array(vec![json, JsonType::Null])
    } else {
        json.into()
    }
}

/// A reference to a shape.
pub fn to(name: &str) -> Ref {
    Ref::from_schema_name(name)
}
