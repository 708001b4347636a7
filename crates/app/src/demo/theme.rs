//! A theme: what a family of datasets says and holds. Themes are data, so that adding one is writing French,
//! not code.

/// Who publishes such data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    #[default]
    City,
    Intercommunality,
    Department,
    Region,
    /// Those that name their themes one by one.
    Chosen,
}

/// What a dataset of the theme is made of. In texts, `{de}` stands for “of the place”, `{ici}` for “in the place”, `{du}` for “of the
/// publisher” and `{le}` for the publisher.
#[derive(Debug)]
pub struct Theme {
    /// The stem of the names of its files.
    pub key: &'static str,
    pub title: &'static str,
    pub acronym: Option<&'static str>,
    /// What it is about, in the plural or not, with “the” and with “of the”.
    pub subject: (&'static str, &'static str),
    pub about: &'static [&'static str],
    pub tags: &'static [&'static str],
    pub holders: &'static [Holder],
    /// A code of the vocabulary.
    pub frequency: &'static str,
    pub granularity: &'static str,
    /// A topic of reuses.
    pub topic: &'static str,
    pub badges: &'static [&'static str],
    pub schema: Option<(&'static str, &'static str)>,
    pub separator: char,
    /// One file a year, else one file kept up to date.
    pub yearly: bool,
    pub rows: Rows,
    pub columns: &'static [Column],
}

/// What a line of the file is.
#[derive(Clone, Copy, Debug)]
pub enum Rows {
    /// So many objects.
    List(i64, i64),
    /// One commune of the territory.
    Communes,
    /// What each of so many stations saw at each step.
    Panel(Step, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Hour,
    Day,
    /// Monday to Friday.
    Workday,
    Week,
    Month,
}

/// A column, with the sentence that documents it.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub about: &'static str,
    pub cell: Cell,
}

pub const fn col(name: &'static str, about: &'static str, cell: Cell) -> Column {
    Column { name, about, cell }
}

/// Codes and their labels.
pub type Codes = &'static [(&'static str, &'static str)];

/// How a cell is drawn. Numbers name columns before this one.
#[derive(Clone, Copy, Debug)]
pub enum Cell {
    Serial(&'static str),
    CommuneCode,
    CommuneName,
    DepartmentCode,
    DepartmentName,
    Population,
    Hour,
    Day,
    Month,
    Year,
    /// A year, at most so long before the file.
    YearBefore(i64),
    Choice(&'static [&'static str]),
    /// The code and the label of the same draw.
    Code(Codes),
    Label(Codes),
    /// A sort of thing and a name; one per station in a panel.
    Named(&'static [&'static str], &'static [&'static str]),
    Station(&'static str),
    Whole(i64, i64),
    /// Small values far more often.
    Skewed(i64, i64),
    /// For a thousand inhabitants of the commune.
    PerThousand(f64, f64),
    Decimal(f64, f64, usize),
    /// In January, in July, and how far from that.
    Seasonal(f64, f64, f64, usize),
    /// Percents of a column.
    Part(usize, i64, i64),
    Sum(&'static [usize]),
    /// A column, less others.
    Less(usize, &'static [usize]),
    /// How many percent of the second the first is.
    Percent(usize, usize),
    Latitude,
    Longitude,
    Street,
    Phone,
    Siret,
    Publisher,
    PublisherSiret,
    /// Nothing, so many times in a hundred, else this choice.
    Maybe(u64, &'static [&'static str]),
}

impl Theme {
    pub fn has_points(&self) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column.cell, Cell::Latitude))
    }
}
