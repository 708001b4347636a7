//! From the table to an OpenAPI 3.1 document. Both versions of the API are in it, so what has the same name in
//! both is told apart by `V2` (shapes) and `_v2` (operations).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{
    ArrayBuilder, ComponentsBuilder, ObjectBuilder, Schema, SchemaType, Type as JsonType,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr, Required,
    ResponseBuilder, Responses, ResponsesBuilder, ServerBuilder,
};

use super::operation::{Answer, Group, Operation, REFUSALS, meaning, place};
use super::param::{MASK, Param};
use super::shape::{self, Type, field, maybe, shape};
use super::tag::TAGS;
use super::{operations, shapes};

/// The name of the security scheme, udata's.
const KEY: &str = "apikey";

/// The document: always the same for a version of the program, so made once.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(build);
    &DOCUMENT
}

fn build() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Vitrail")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "An open-data portal that answers the API of udata, versions 1 and 2. Reading needs no key. \
             Paths are answered with and without their final slash.",
        ))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").build()));
    let shared = shared();
    let paths = operations().fold(PathsBuilder::new(), |paths, (group, operation)| {
        let path = format!("/api/{}{}", group.version, operation.path);
        let method = method(operation);
        paths.path(
            path,
            PathItem::new(method, describe(group, operation, &shared)),
        )
    });
    let tags = TAGS.iter().map(|(name, says)| {
        TagBuilder::new()
            .name(*name)
            .description(Some(says.en))
            .build()
    });
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .tags(Some(tags))
        .paths(paths)
        .components(Some(components(shared).build()))
        // Reading needs no key; with one, what is private to its bearer is read as well.
        .security(Some([SecurityRequirement::default(), key()]))
        .build()
}

fn method(operation: &Operation) -> HttpMethod {
    match operation.method {
        "post" => HttpMethod::Post,
        "put" => HttpMethod::Put,
        "patch" => HttpMethod::Patch,
        "delete" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn components(shared: BTreeMap<String, Parameter>) -> ComponentsBuilder {
    let key = ApiKeyValue::with_description("X-API-KEY", "The key that an account has created");
    let components =
        ComponentsBuilder::new().security_scheme(KEY, SecurityScheme::ApiKey(ApiKey::Header(key)));
    let components = shared
        .into_iter()
        .fold(components, |components, (name, parameter)| {
            components.parameter(name, parameter)
        });
    let components = REFUSALS.iter().fold(components, |components, status| {
        let error = shape::to(if *status == 400 {
            "ValidationError"
        } else {
            "Error"
        });
        let refusal = ResponseBuilder::new()
            .description(meaning(*status))
            .content("application/json", Content::new(Some(error)));
        components.response(status.to_string(), refusal)
    });
    let components = shapes().fold(components, |components, shape| {
        components.schema(shape.name, shape.schema())
    });
    operations().fold(components, |components, (_, operation)| {
        match operation.answer {
            Answer::Page(of) => components.schema(page_name(of), envelope(of, false)),
            Answer::Search(of) => components.schema(search_name(of), envelope(of, true)),
            _ => components,
        }
    })
}

pub fn page_name(of: &str) -> String {
    format!("{of}Page")
}

pub fn search_name(of: &str) -> String {
    format!("{of}SearchPage")
}

/// A page of a list or of a search.
fn envelope(of: &'static str, search: bool) -> Schema {
    const COMMON: &[shape::Field] = &[
        field("page", Type::Count, "Its number, from 1"),
        field("page_size", Type::Count, "How many objects a page has"),
        field("total", Type::Integer, "How many objects there are in all"),
        maybe("next_page", Type::Url, "The address of the next page"),
        maybe(
            "previous_page",
            Type::Url,
            "The address of the previous page",
        ),
    ];
    const FOUND: &[shape::Field] = &[
        field(
            "facets",
            Type::Free,
            "For each facet, its values with their counts, `all` first",
        ),
        field(
            "suggestion",
            Type::Text,
            "A better spelling, when there is one",
        )
        .at_times(),
    ];
    let fields: &[&[shape::Field]] = if search { &[COMMON, FOUND] } else { &[COMMON] };
    let common = shape("", "A page of a list.", fields).schema();
    let Schema::Object(mut object) = common else {
        return common;
    };
    object.required.insert(0, "data".to_owned());
    let data = ArrayBuilder::new()
        .items(shape::to(of))
        .description(Some("The objects of this page"));
    object.properties.insert("data".to_owned(), data.into());
    Schema::Object(object)
}

/// The identifier of an operation in a document that holds both versions.
pub fn operation_id(group: &Group, operation: &Operation) -> String {
    match group.version {
        1 => operation.id.to_owned(),
        version => format!("{}_v{version}", operation.id),
    }
}

/// What an operation takes beside its path: its own arguments, and a mask when it answers JSON.
fn asked(operation: &Operation) -> impl Iterator<Item = Parameter> {
    let mask = operation.is_masked().then_some(&MASK);
    operation.params().chain(mask).map(parameter)
}

/// The arguments that mean the same wherever they are taken, by their names.
fn shared() -> BTreeMap<String, Parameter> {
    let mut known: BTreeMap<String, Option<Parameter>> = BTreeMap::new();
    for asked in operations().flat_map(|(_, operation)| asked(operation)) {
        known
            .entry(asked.name.clone())
            .and_modify(|first| {
                first.take_if(|first| *first != asked);
            })
            .or_insert(Some(asked));
    }
    let shared = known.into_iter();
    shared
        .filter_map(|(name, parameter)| Some((name, parameter?)))
        .collect()
}

fn describe(
    group: &Group,
    operation: &Operation,
    shared: &BTreeMap<String, Parameter>,
) -> OperationBuilder {
    let described = OperationBuilder::new()
        .tag(group.tag)
        .operation_id(Some(operation_id(group, operation)))
        .summary(Some(operation.summary));
    let described = operation.places().fold(described, |described, name| {
        described.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some(place(name)))
                .schema(Some(Type::Text.schema("", false))),
        )
    });
    let described = asked(operation).fold(described, |described, asked| {
        if shared.contains_key(&asked.name) {
            let place = format!("#/components/parameters/{}", asked.name);
            described.parameter_ref(Ref::new(place))
        } else {
            described.parameter(asked)
        }
    });
    let described = if operation.signed_in {
        described.security(key())
    } else {
        described
    };
    let described = match operation.body {
        Some(of) => described.request_body(Some(
            RequestBodyBuilder::new()
                .content("application/json", Content::new(Some(of.schema("", false))))
                .required(Some(Required::True))
                .build(),
        )),
        None if operation.form.is_empty() => described,
        None => described.request_body(Some(multipart(operation.form))),
    };
    described.responses(responses(operation))
}

/// A form that holds a file.
fn multipart(fields: &'static [Param]) -> RequestBody {
    let form = fields.iter().fold(ObjectBuilder::new(), |form, field| {
        form.property(field.name, field.of.schema(field.says, false))
    });
    RequestBodyBuilder::new()
        .content("multipart/form-data", Content::new(Some(form)))
        .required(Some(Required::True))
        .build()
}

/// Nobody is answered without a key.
fn key() -> SecurityRequirement {
    SecurityRequirement::new(KEY, Vec::<String>::new())
}

fn parameter(param: &Param) -> Parameter {
    let one = param.of.schema("", false);
    let schema: RefOr<Schema> = match (param.repeated, param.default, one) {
        (true, _, one) => ArrayBuilder::new().items(one).into(),
        (false, Some(default), RefOr::T(Schema::Object(mut object))) => {
            object.default = Some(default.into());
            object.into()
        }
        (false, _, one) => one,
    };
    let place = if param.header {
        ParameterIn::Header
    } else {
        ParameterIn::Query
    };
    let required = if param.required {
        Required::True
    } else {
        Required::False
    };
    ParameterBuilder::new()
        .name(param.name)
        .parameter_in(place)
        .required(required)
        .description(Some(param.says))
        .schema(Some(schema))
        .build()
}

fn responses(operation: &Operation) -> Responses {
    let json = |schema: RefOr<Schema>| Content::new(Some(schema));
    let success = ResponseBuilder::new();
    let (status, success) = match operation.answer {
        Answer::Json(of) => (
            operation.success,
            success.content("application/json", json(of.schema("", false))),
        ),
        Answer::Page(of) => (
            200,
            success.content("application/json", json(shape::to(&page_name(of)).into())),
        ),
        Answer::Search(of) => (
            200,
            success.content("application/json", json(shape::to(&search_name(of)).into())),
        ),
        Answer::Nothing => (operation.success, success),
        Answer::Redirect(_) => (302, success),
        Answer::File(media, _) => {
            let file = ObjectBuilder::new().schema_type(SchemaType::from(JsonType::String));
            (200, success.content(media, Content::new(Some(file))))
        }
    };
    let says = match operation.answer {
        Answer::Redirect(says) | Answer::File(_, says) => says,
        _ => "Success",
    };
    let responses = ResponsesBuilder::new().response(status.to_string(), success.description(says));
    let refusals = operation.statuses().into_iter();
    let responses = refusals.fold(responses, |responses, status| {
        let status = status.to_string();
        let refusal = Ref::from_response_name(&status);
        responses.response(status, refusal)
    });
    responses.build()
}
