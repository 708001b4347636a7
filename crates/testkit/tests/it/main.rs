#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rooms;
