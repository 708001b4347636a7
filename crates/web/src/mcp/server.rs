//! What the protocol asks of a server: who it is, which tools it has, and to use one.

use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};

use crate::Web;
use crate::context::Context;
use crate::mcp::answer::{Answer, Refused, Room};
use crate::mcp::argument::Arguments;
use crate::mcp::{find, show, tool};

/// How long a tool may work.
const PATIENCE: Duration = Duration::from_secs(20);

/// One caller's way to the tools.
#[derive(Clone)]
pub struct Desk {
    pub web: Web,
    /// The public address of the portal, without final slash.
    pub base: String,
    pub title: String,
}

impl ServerHandler for Desk {
    fn get_info(&self) -> ServerConfig {
        let name = Implementation::new("vitrail", env!("CARGO_PKG_VERSION"))
            .with_title(&self.title)
            .with_website_url(&self.base);
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(name)
            .with_instructions(format!(
                "The open-data catalogue \"{}\" ({}). Begin with `search`, then read what looks right with `get_dataset`, \
                 and its files with `get_resource`. Every answer says where its page is (`page`), under which licence the \
                 data are (`licence`) and how to ask the same of the API (`again`): cite them.",
                self.title, self.base
            ))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = tool::TOOLS.iter().map(tool::described);
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tool::find(name).map(tool::described)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(known) = tool::find(&request.name) else {
            let names: Vec<&str> = tool::TOOLS.iter().map(|tool| tool.name).collect();
            let why = format!(
                "There is no tool `{}`; there are {}.",
                request.name,
                names.join(", ")
            );
            return Err(ErrorData::invalid_params(why, None));
        };
        let given = request.arguments.unwrap_or_default();
        let answered = tokio::time::timeout(PATIENCE, self.used(known, given)).await;
        let late = || {
            Err(Refused::new(format!(
                "`{}` took longer than 20 seconds: ask for less at once, with more filters.",
                known.name
            )))
        };
        Ok(match answered.unwrap_or_else(|_| late()) {
            Ok(said) => {
                let mut result = CallToolResult::success(vec![ContentBlock::text(said.text)]);
                result.structured_content = Some(said.facts);
                result.into()
            }
            Err(Refused(why)) => CallToolResult::error(vec![ContentBlock::text(why)]).into(),
        })
    }
}

impl Desk {
    async fn used(&self, known: &tool::Described, given: rmcp::model::JsonObject) -> Answer {
        let arguments = Arguments::read(given, known)?;
        let room = Room {
            web: &self.web,
            context: Context {
                base: self.base.clone(),
                lang: "en",
                ..Context::of_nobody()
            },
        };
        match known.name {
            "search" => find::search(&room, &arguments).await,
            "get_dataset" => show::dataset(&room, &arguments).await,
            "get_resource" => show::resource(&room, &arguments).await,
            "get_organization" => show::organization(&room, &arguments).await,
            "get_dataservice" => show::dataservice(&room, &arguments).await,
            other => Err(Refused::new(format!("`{other}` is not served"))),
        }
    }
}
