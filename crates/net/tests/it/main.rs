#[cfg(test)]
mod fetch;
#[cfg(test)]
mod objects;
