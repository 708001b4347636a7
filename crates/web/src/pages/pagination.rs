//! Links to the other pages of a list: the first, the last, and those around.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Item {
    Page {
        page: usize,
        url: String,
        current: bool,
    },
    Gap {
        gap: bool,
    },
}

impl Pagination {
    pub fn new(page: usize, size: usize, total: u64, url: impl Fn(usize) -> String) -> Self {
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        let pages = total.div_ceil(size.max(1)).max(1);
        let mut items = Vec::new();
        let mut last = 0;
        for number in 1..=pages {
            let is_near = number.abs_diff(page) <= 2;
            if number != 1 && number != pages && !is_near {
                continue;
            }
            if number > last + 1 {
                items.push(Item::Gap { gap: true });
            }
            last = number;
            items.push(Item::Page {
                page: number,
                url: url(number),
                current: number == page,
            });
        }
        Self {
            page,
            pages,
            previous: (page > 1).then(|| url((page - 1).min(pages))),
            next: (page < pages).then(|| url(page + 1)),
            items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_ends_and_what_is_near() {
        let pagination = Pagination::new(10, 20, 400, |page| page.to_string());
        let shown: Vec<String> = pagination
            .items
            .iter()
            .map(|item| match item {
                Item::Page { page, .. } => page.to_string(),
                Item::Gap { .. } => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), "1 … 8 9 10 11 12 … 20");
        assert_eq!(pagination.next.as_deref(), Some("11"));
        assert_eq!(Pagination::new(1, 20, 0, |page| page.to_string()).pages, 1);
    }
}
