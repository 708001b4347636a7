//! Puts our functions in a query in place of those of the engine that know no bound.

use oxrdf::NamedNode;
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression,
};

use super::texts::name;

/// Bounds a query, and gives the separators of its `GROUP_CONCAT`.
pub fn bound(query: &mut Query) -> Vec<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut bounding = Bounding::default();
    bounding.pattern(pattern);
    bounding.separators
}

#[derive(Default)]
struct Bounding {
    separators: Vec<String>,
}

impl Bounding {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
            GraphPattern::Join { left, right }
            | GraphPattern::Minus { left, right }
            | GraphPattern::Union { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.pattern(left);
                self.pattern(right);
                self.all(expression);
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            GraphPattern::Extend {
                inner, expression, ..
            } => {
                self.expression(expression);
                self.pattern(inner);
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(it) | OrderExpression::Desc(it) in expression {
                    self.expression(it);
                }
                self.pattern(inner);
            }
            GraphPattern::Group {
                inner, aggregates, ..
            } => {
                for (_, aggregate) in aggregates {
                    self.aggregate(aggregate);
                }
                self.pattern(inner);
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Service { inner, .. } => self.pattern(inner),
        }
    }

    fn aggregate(&mut self, aggregate: &mut AggregateExpression) {
        let AggregateExpression::FunctionCall { name, expr, .. } = aggregate else {
            return;
        };
        self.expression(expr);
        if let AggregateFunction::GroupConcat { separator } = name {
            let ours = format!("{}{}", name::GROUP_CONCAT, self.separators.len());
            let separator = separator.take().unwrap_or_else(|| " ".to_owned());
            self.separators.push(separator);
            *name = AggregateFunction::Custom(NamedNode::new_unchecked(ours));
        }
    }

    fn all<'a>(&mut self, all: impl IntoIterator<Item = &'a mut Expression>) {
        for expression in all {
            self.expression(expression);
        }
    }

    fn expression(&mut self, expression: &mut Expression) {
        match expression {
            Expression::NamedNode(_)
            | Expression::Literal(_)
            | Expression::Variable(_)
            | Expression::Bound(_) => {}
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
            | Expression::Divide(one, other) => self.all([&mut **one, &mut **other]),
            Expression::UnaryPlus(one) | Expression::UnaryMinus(one) | Expression::Not(one) => {
                self.expression(one);
            }
            Expression::In(one, others) => {
                self.expression(one);
                self.all(others);
            }
            Expression::If(one, two, three) => {
                self.all([&mut **one, &mut **two, &mut **three]);
            }
            Expression::Coalesce(all) => self.all(all),
            Expression::FunctionCall(function, given) => {
                self.all(&mut *given);
                let ours = match function {
                    Function::Concat => {
                        *expression = joined(std::mem::take(given));
                        return;
                    }
                    Function::Replace => name::REPLACE,
                    Function::EncodeForUri => name::ENCODE,
                    Function::Regex => name::REGEX,
                    _ => return,
                };
                *function = custom(ours);
            }
        }
    }
}

fn custom(name: &str) -> Function {
    Function::Custom(NamedNode::new_unchecked(name))
}

/// Texts joined two by two: a function is given all that it needs at once, which may be hundreds of long texts.
fn joined(mut texts: Vec<Expression>) -> Expression {
    if texts.len() > 2 {
        let others = texts.split_off(texts.len() / 2);
        texts = vec![joined(texts), joined(others)];
    }
    Expression::FunctionCall(custom(name::CONCAT), texts)
}
