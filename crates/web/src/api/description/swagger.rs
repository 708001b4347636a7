//! From the OpenAPI document to the Swagger 2.0 documents that generators and clients of udata read, one for each
//! version: what is only in newer documents (null among the types, alternatives, several versions) is said as
//! udata says it, with its names.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::operation::{Group, Operation};
use super::tag::TAGS;
use super::{openapi, operations};

/// Objects that udata calls `… (read)` because it has others to write them.
const READ: [&str; 20] = [
    "AccessAudience",
    "Activity",
    "ApiToken",
    "Assignment",
    "Badge",
    "ContactPoint",
    "Dataservice",
    "Discussion",
    "Follow",
    "Member",
    "Message",
    "Notification",
    "Organization",
    "Post",
    "Report",
    "Reuse",
    "Site",
    "SpatialCoverage",
    "TopicElement",
    "User",
];

/// The document of a version of the API, 1 or 2.
pub fn document(version: u8) -> &'static Value {
    static ONE: LazyLock<Value> = LazyLock::new(|| build(1));
    static TWO: LazyLock<Value> = LazyLock::new(|| build(2));
    if version == 1 { &ONE } else { &TWO }
}

fn build(version: u8) -> Value {
    let source = inlined(serde_json::to_value(openapi::document()).unwrap_or_default());
    let names = Names { version };
    let mut paths = Map::new();
    let mut wanted: Vec<String> = vec!["Error".to_owned(), "ValidationError".to_owned()];
    for (group, operation) in operations().filter(|(group, _)| group.version == version) {
        let key = format!("/api/{version}{}", operation.path);
        let method = operation.method;
        let described = &source["paths"][&key][method];
        collect(described, &mut wanted);
        let item = paths
            .entry(operation.path)
            .or_insert_with(|| places(operation));
        item[method] = names.operation(group, operation, described);
    }
    let components = &source["components"]["schemas"];
    let mut definitions = Map::new();
    while let Some(name) = wanted.pop() {
        if !definitions.contains_key(&names.of(&name)) {
            collect(&components[&name], &mut wanted);
            definitions.insert(names.of(&name), names.schema(&components[&name]));
        }
    }
    let tags = TAGS.iter().filter(|(tag, _)| {
        operations().any(|(group, _)| group.version == version && group.tag == *tag)
    });
    json!({
        "swagger": "2.0",
        "basePath": format!("/api/{version}"),
        "info": {
            "title": source["info"]["title"],
            "description": source["info"]["description"],
            "version": format!("{version}.0"),
        },
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "securityDefinitions": {"apikey": {"type": "apiKey", "in": "header", "name": "X-API-KEY"}},
        "tags": tags.map(|(name, says)| json!({"name": name, "description": says.en})).collect::<Value>(),
        "paths": paths,
        "definitions": definitions,
    })
}

/// The document with its shared parameters and responses at each place where they are used: older generators do
/// not follow references to them.
fn inlined(mut document: Value) -> Value {
    let components = document["components"].clone();
    let follow = |value: &mut Value| {
        let place = value["$ref"].as_str().unwrap_or_default();
        let kept = place.strip_prefix("#/components");
        let kept = kept.and_then(|place| components.pointer(place));
        if let Some(kept) = kept {
            *value = kept.clone();
        }
    };
    let items = document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut());
    let operations = items
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut());
    for operation in operations {
        let parameters = operation["parameters"].as_array_mut();
        parameters.into_iter().flatten().for_each(follow);
        let responses = operation["responses"].as_object_mut();
        responses
            .into_iter()
            .flat_map(|all| all.values_mut())
            .for_each(follow);
    }
    document
}

/// The names of the components that a value refers to.
fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(name) = referred(value) {
                names.push(name.to_owned());
            }
            object.values().for_each(|value| collect(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}

fn referred(value: &Value) -> Option<&str> {
    value["$ref"]
        .as_str()?
        .strip_prefix("#/components/schemas/")
}

/// The parameters of a path, which udata declares for all its methods.
fn places(operation: &Operation) -> Value {
    let places = operation.places().map(|name| {
        json!({
            "name": name, "in": "path", "required": true, "type": "string",
            "description": super::operation::place(name),
        })
    });
    let places: Vec<Value> = places.collect();
    if places.is_empty() {
        json!({})
    } else {
        json!({"parameters": places})
    }
}

/// The names of a version in place of those of both.
struct Names {
    version: u8,
}

impl Names {
    /// udata's name of a component.
    fn of(&self, component: &str) -> String {
        let name = component.replace("V2", "");
        // Searches that udata describes as plain pages.
        let name = match name.as_str() {
            "DiscussionSearchPage" => "DiscussionPage".to_owned(),
            "PostSearchPage" => "PostPage".to_owned(),
            _ => name,
        };
        let is_read = READ.contains(&name.as_str()) && !(self.version == 2 && name == "Reuse");
        if is_read {
            format!("{name} (read)")
        } else {
            name
        }
    }

    fn reference(&self, component: &str) -> Value {
        let name = self.of(component).replace(' ', "%20");
        let name = name.replace('(', "%28").replace(')', "%29");
        json!({"$ref": format!("#/definitions/{name}")})
    }

    fn operation(&self, group: &Group, operation: &Operation, described: &Value) -> Value {
        let parameters = described["parameters"].as_array().into_iter().flatten();
        let parameters = parameters.filter(|parameter| parameter["in"] != "path");
        let responses = described["responses"].as_object().into_iter().flatten();
        let mut sent: Vec<Value> = parameters
            .map(|parameter| self.parameter(parameter))
            .collect();
        let body = &described["requestBody"]["content"]["application/json"]["schema"];
        if !body.is_null() {
            sent.push(json!({
                "name": "payload", "in": "body", "required": true, "description": "What to write",
                "schema": self.schema(body),
            }));
        }
        sent.extend(operation.form.iter().map(|field| {
            let kind = if field.name == "file" {
                "file"
            } else {
                "string"
            };
            json!({
                "name": field.name, "in": "formData", "type": kind, "required": false,
                "description": field.says,
            })
        }));
        let mut result = json!({
            "operationId": operation.id,
            "summary": operation.summary,
            "tags": [group.tag],
            "parameters": sent,
            "responses": responses
                .map(|(status, response)| (status.clone(), self.response(response)))
                .collect::<Map<_, _>>(),
        });
        if !operation.form.is_empty() {
            result["consumes"] = json!(["multipart/form-data"]);
        }
        if operation.signed_in {
            result["security"] = json!([{"apikey": []}]);
        }
        let media = described["responses"]["200"]["content"].as_object();
        let media = media.and_then(|content| content.keys().next());
        if let Some(media) = media.filter(|media| *media != "application/json") {
            result["produces"] = json!([media]);
        }
        result
    }

    /// The schema of a parameter is spread in the parameter itself.
    fn parameter(&self, described: &Value) -> Value {
        let mut result = self.schema(&described["schema"]);
        for key in ["name", "in", "description", "required"] {
            result[key] = described[key].clone();
        }
        if result["type"] == "array" {
            result["collectionFormat"] = "multi".into();
        }
        result
    }

    fn response(&self, described: &Value) -> Value {
        let mut result = json!({"description": described["description"]});
        let content = described["content"].as_object();
        if let Some((media, content)) = content.and_then(|content| content.iter().next()) {
            result["schema"] = if media == "application/json" {
                self.schema(&content["schema"])
            } else {
                json!({"type": "file"})
            };
        }
        result
    }

    /// A schema without null among its types and without alternatives, of which the first is the rule.
    fn schema(&self, described: &Value) -> Value {
        if let Some(name) = referred(described) {
            return self.reference(name);
        }
        if let Some(alternatives) = described["oneOf"].as_array() {
            return self.first(described, alternatives);
        }
        let Some(object) = described.as_object() else {
            return described.clone();
        };
        let mut result = Map::new();
        for (key, value) in object {
            let value = match (key.as_str(), value) {
                ("type", Value::Array(types)) => {
                    if types.iter().any(|of| of == "null") {
                        result.insert("x-nullable".to_owned(), true.into());
                    }
                    types
                        .iter()
                        .find(|of| *of != "null")
                        .cloned()
                        .unwrap_or_default()
                }
                ("properties", Value::Object(properties)) => properties
                    .iter()
                    .map(|(name, of)| (name.clone(), self.schema(of)))
                    .collect::<Map<_, _>>()
                    .into(),
                ("items" | "additionalProperties", value) => self.schema(value),
                (_, value) => value.clone(),
            };
            result.insert(key.clone(), value);
        }
        result.into()
    }

    /// The first of several alternatives; a reference that says more than itself stands in an `allOf`.
    fn first(&self, described: &Value, alternatives: &[Value]) -> Value {
        let is_null = |of: &&Value| of["type"] == "null";
        let first = alternatives.iter().find(|of| !is_null(of));
        let first = first.map_or_else(|| json!({}), |of| self.schema(of));
        let mut result = if first["$ref"].is_null() {
            first
        } else {
            json!({"allOf": [first]})
        };
        if alternatives.iter().any(|of| is_null(&of)) {
            result["x-nullable"] = true.into();
        }
        if let Some(says) = described.get("description") {
            result["description"] = says.clone();
        }
        result
    }
}
