//! Bars, one a month, as a picture and as a table for those who do not see it.

use serde::Serialize;

/// What was counted month by month.
#[derive(Serialize)]
pub struct Chart {
    key: &'static str,
    pub bars: Vec<Bar>,
    pub most: i64,
    /// Of the picture: a few months leave room, so that their bars stay bars.
    width: usize,
}

#[derive(Serialize)]
pub struct Bar {
    month: String,
    count: i64,
    x: usize,
    y: i64,
    height: i64,
}

/// The height of the picture, and how far its bars are from one another.
const HEIGHT: i64 = 120;
const STEP: usize = 48;

pub fn chart(key: &'static str, counted: Vec<(String, i64)>) -> Chart {
    let width = counted.len().max(12) * STEP;
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let bars = counted
        .into_iter()
        .enumerate()
        .map(|(place, (month, count))| {
            let height = count * HEIGHT / most.max(1);
            Bar {
                month,
                count,
                x: place * STEP + 4,
                y: HEIGHT - height,
                height,
            }
        });
    Chart {
        key,
        bars: bars.collect(),
        most,
        width,
    }
}

#[cfg(test)]
mod tests {
    use super::chart;

    #[test]
    fn bars_are_as_high_as_their_share() {
        let drawn = chart(
            "x",
            vec![("2026-01".to_owned(), 5), ("2026-02".to_owned(), 10)],
        );
        assert_eq!(
            (drawn.most, drawn.bars[0].height, drawn.bars[0].y),
            (10, 60, 60)
        );
        assert_eq!((drawn.bars[1].height, drawn.bars[1].y), (120, 0));
        assert_eq!(
            chart("x", vec![("2026-01".to_owned(), 0)]).bars[0].height,
            0
        );
    }
}
