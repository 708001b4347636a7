//! Taking in the catalogues of neighbours. Each backend says what to ask and reads what comes back, without touching a
//! network ([`Walk`]); the engine asks, compares with what the portal has, and saves through `app`.

mod backend;
mod ckan;
mod csw;
mod dcat;
mod engine;
mod guess;
mod iso;
mod json;
mod mend;
mod ods;
mod package;
mod said;
mod udata;
mod walk;
mod xml;

pub use backend::{Backend, Knob, Knobs};
pub use engine::{Circles, Engine, Limits};
pub use url::Url;
pub use walk::{Answer, Ask, Fault, Step, Walk};
