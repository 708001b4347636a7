#[cfg(test)]
mod ckan;
#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rooms;
