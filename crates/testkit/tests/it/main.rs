#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod round;
