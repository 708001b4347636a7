#[cfg(test)]
mod fetch;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod objects;
