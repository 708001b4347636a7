//! What a query would do before it is run: whether it calls other servers, and how many rows it makes out of nothing. An
//! evaluation is stopped whenever it reads a triple; rows that come from `VALUES` and `UNION` alone are never a triple, and
//! a few lines of them multiply into more than a day of work.

use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression,
};

/// Bytes of a text that are worth a part: it is copied whenever it is looked at.
const LETTERS: usize = 100;

#[derive(Default)]
pub struct Weight {
    /// The most rows that come of one triple, or of none.
    pub rows: f64,
    pub calls_others: bool,
    /// How much there is to plan, which nothing stops: triples and blocks for five, what is computed for one.
    pub parts: usize,
}

pub fn weigh(query: &Query) -> Weight {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut weight = Weight::default();
    weight.pattern(pattern);
    weight
}

impl Weight {
    fn pattern(&mut self, pattern: &GraphPattern) -> f64 {
        self.parts += 5 * match pattern {
            GraphPattern::Bgp { patterns } => patterns.len().max(1),
            GraphPattern::Path { path, .. } => steps(path),
            _ => 1,
        };
        let rows = match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => 1.0,
            #[expect(clippy::cast_precision_loss, reason = "a size of a text that was read")]
            GraphPattern::Values { bindings, .. } => bindings.len().max(1) as f64,
            GraphPattern::Join { left, right } | GraphPattern::Minus { left, right } => {
                self.pattern(left) * self.pattern(right)
            }
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => {
                let own = expression.as_ref().map_or(1.0, |it| self.expression(it));
                self.pattern(left) * self.pattern(right) * own
            }
            GraphPattern::Union { left, right } => self.pattern(left) + self.pattern(right),
            GraphPattern::Filter { expr, inner } => self.expression(expr) * self.pattern(inner),
            GraphPattern::Extend {
                inner, expression, ..
            } => self.expression(expression) * self.pattern(inner),
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
            GraphPattern::OrderBy { inner, expression } => {
                let own = expression.iter().map(
                    |(OrderExpression::Asc(it) | OrderExpression::Desc(it))| self.expression(it),
                );
                own.fold(1.0, f64::max) * self.pattern(inner)
            }
            GraphPattern::Group {
                inner, aggregates, ..
            } => {
                let own = aggregates.iter().map(|(_, it)| match it {
                    AggregateExpression::CountSolutions { .. } => 1.0,
                    AggregateExpression::FunctionCall { expr, .. } => self.expression(expr),
                });
                own.fold(1.0, f64::max) * self.pattern(inner)
            }
            GraphPattern::Service { .. } => {
                self.calls_others = true;
                1.0
            }
        };
        self.rows = self.rows.max(rows);
        rows
    }

    /// The rows that an expression looks at, for `EXISTS`.
    fn expression(&mut self, expression: &Expression) -> f64 {
        self.parts += 1;
        if let Expression::Literal(text) = expression {
            self.parts += text.value().len() / LETTERS;
        }
        let rows = match expression {
            Expression::NamedNode(_)
            | Expression::Literal(_)
            | Expression::Variable(_)
            | Expression::Bound(_) => 1.0,
            Expression::Exists(pattern) => self.pattern(pattern),
            Expression::Or(one, other)
            | Expression::And(one, other)
            | Expression::Equal(one, other)
            | Expression::SameTerm(one, other)
            | Expression::Greater(one, other)
            | Expression::GreaterOrEqual(one, other)
            | Expression::Less(one, other)
            | Expression::LessOrEqual(one, other)
            | Expression::Add(one, other)
            | Expression::Subtract(one, other)
            | Expression::Multiply(one, other)
            | Expression::Divide(one, other) => self.expression(one) + self.expression(other) - 1.0,
            Expression::UnaryPlus(one) | Expression::UnaryMinus(one) | Expression::Not(one) => {
                self.expression(one)
            }
            Expression::In(one, others) => self.expression(one) + self.all(others),
            Expression::If(one, two, three) => {
                self.expression(one) + self.expression(two) + self.expression(three) - 2.0
            }
            Expression::Coalesce(all) | Expression::FunctionCall(_, all) => 1.0 + self.all(all),
        };
        rows.max(1.0)
    }

    /// What several of them look at besides one row.
    fn all(&mut self, all: &[Expression]) -> f64 {
        all.iter().map(|it| self.expression(it) - 1.0).sum()
    }
}

/// How many steps a path has.
fn steps(path: &PropertyPathExpression) -> usize {
    match path {
        PropertyPathExpression::NamedNode(_) => 1,
        PropertyPathExpression::NegatedPropertySet(all) => all.len().max(1),
        PropertyPathExpression::Reverse(one)
        | PropertyPathExpression::ZeroOrMore(one)
        | PropertyPathExpression::OneOrMore(one)
        | PropertyPathExpression::ZeroOrOne(one) => 1 + steps(one),
        PropertyPathExpression::Sequence(one, other)
        | PropertyPathExpression::Alternative(one, other) => steps(one) + steps(other),
    }
}
