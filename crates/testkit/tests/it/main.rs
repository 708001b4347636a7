#[cfg(test)]
mod postgres;
