//! Teams, roles, and what is known of a lead.

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Bounds, Currency, End, Fact, Field, Role, RoleId, Team, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, CompareOp, FieldType, LeadEntry};
use crate::value::{Number, Value};

impl Resolver<'_> {
    /// Declares a team and its roles.
    pub(super) fn declare_team<'a>(
        &mut self,
        team: &'a ast::Team,
        declared_items: &mut super::DeclaredItems<'a>,
    ) {
        let declared = self.declare_name(&team.name, |r| {
            let title = team.title.as_ref().map(|title| title.node.clone());
            Declared::Team(r.model.teams.add(Team {
                named: named(&team.name, &team.doc),
                title,
                works: None,
            }))
        });
        let Some(Declared::Team(id)) = declared else {
            return;
        };
        declared_items.teams.push((id, team));
        for role in team.roles.iter().flatten() {
            let declared = self.declare_name(&role.name, |r| {
                let title = role.title.as_ref().map(|title| title.node.clone());
                let named = named(&role.name, "");
                Declared::Role(r.model.roles.add(Role {
                    named,
                    title,
                    team: id,
                    named_in: None,
                    works: None,
                }))
            });
            if let Some(Declared::Role(role_id)) = declared {
                declared_items.roles.push((role_id, role));
            }
        }
    }

    /// Finds the fields that hold the persons of roles.
    pub(super) fn persons(&mut self, roles: &[(RoleId, &ast::Role)]) {
        for (id, role) in roles {
            let Some(name) = &role.named_in else { continue };
            self.within(None, "role", &role.name, |r| {
                let Some(field) = r.field_named(name) else {
                    return;
                };
                r.used.insert(Declared::Field(field));
                let found = r
                    .model
                    .fields
                    .get(field)
                    .map(|field| (field.ty, field.named.span));
                if let Some((ty, place)) = found.filter(|(ty, _)| *ty != Type::Text) {
                    let message = format!("`{}` holds no person's name", name.node);
                    let finding = Diagnostic::new(Code::WrongType, name.span, message)
                        .label(place, format!("it is {}", ty.describe(&r.model)))
                        .help("name a text field, such as one that holds the person's e-mail");
                    r.report(finding);
                } else if let Some(role) = r.model.roles.get_mut(*id) {
                    role.named_in = Some(field);
                }
            });
        }
    }

    /// Declares the fields of a `lead` block.
    pub(super) fn declare_fields(&mut self, lead: &ast::LeadBlock) {
        for entry in &lead.entries {
            if let LeadEntry::Field(field) = &entry.node {
                self.within(None, "field", &field.name, |r| r.declare_field(field));
            }
        }
    }

    fn declare_field(&mut self, field: &ast::Field) {
        let ty = self.field_type(&field.ty);
        let declared = self.declare_name(&field.name, |r| match ty {
            Some((ty, bounds)) => Declared::Field(r.model.fields.add(Field {
                named: named(&field.name, &field.doc),
                ty,
                bounds,
                key: field.key,
                required: field.required || field.key,
                fixed: field.fixed,
            })),
            None => Declared::Poisoned,
        });
        let Some(Declared::Field(id)) = declared else {
            return;
        };
        if field.key || field.required {
            self.required.push(id);
        }
        if !field.key {
            return;
        }
        let keys = self
            .model
            .fields
            .iter()
            .filter(|(other, field)| field.key && *other != id);
        let first = keys.map(|(_, other)| other.named.clone()).next();
        if let Some(first) = first {
            let message = format!("`{}` is a second key", field.name.node);
            let finding = Diagnostic::new(Code::RepeatedClause, field.name.span, message)
                .label(
                    first.span,
                    format!("`{}` tells leads apart already", first.name),
                )
                .help("keep `key` on the one field that no two leads share");
            self.report(finding);
        }
    }

    fn field_type(&mut self, ty: &Spanned<FieldType>) -> Option<(Type, Bounds)> {
        let free = |ty| Some((ty, Bounds::default()));
        let (ty, bound) = match &ty.node {
            FieldType::Text => return free(Type::Text),
            FieldType::Boolean => return free(Type::Boolean),
            FieldType::Date => return free(Type::Date),
            FieldType::Datetime => return free(Type::Datetime),
            FieldType::OneOf(values) => return free(Type::Choice(self.intern(values))),
            FieldType::SeveralOf(values) => return free(Type::Several(self.intern(values))),
            FieldType::Integer(bound) => (Type::Integer, bound),
            FieldType::Number(bound) => (Type::Number, bound),
            FieldType::Money(currency, bound) => (Type::Money(self.currency(currency)?), bound),
        };
        let bounds = match bound {
            Some(bound) => self.bounds(bound, ty)?,
            None => Bounds::default(),
        };
        Some((ty, bounds))
    }

    /// The currency of this name.
    pub(super) fn currency(&mut self, name: &Spanned<String>) -> Option<Currency> {
        if let Some(currency) = Currency::new(&name.node) {
            return Some(currency);
        }
        let message = format!("`{}` is no currency", name.node);
        self.fail(
            Diagnostic::new(Code::WrongUnit, name.span, message)
                .help("write its three capital letters, such as `USD`"),
        )
    }

    fn bounds(&mut self, bound: &ast::Bound, ty: Type) -> Option<Bounds> {
        let (op, amount) = match bound {
            ast::Bound::Range(range) => {
                // A bound of a money field need not say its currency again.
                let bare = matches!(&range.high, ast::RangeEnd::Literal(ast::Literal::Amount(high)) if high.unit.is_none());
                let ty = if bare { Type::Number } else { ty };
                let (low, high) = self.range(&range.node, range.span, ty, None)?;
                let (Some(low), Some(high)) = (number_of(&low), number_of(&high)) else {
                    return None;
                };
                let low = End {
                    number: low,
                    included: true,
                };
                let high = End {
                    number: high,
                    included: !range.open,
                };
                return Some(Bounds {
                    low: Some(low),
                    high: Some(high),
                });
            }
            ast::Bound::Compare(op, amount) => (op, amount),
        };
        let span = amount.span;
        let value = match (&amount.unit, ty) {
            (None, Type::Money(_)) => Value::Money(amount.number),
            _ => self.literal_value(&ast::Literal::Amount(amount.node.clone()), span, ty, None)?,
        };
        let number = number_of(&value)?;
        let end = |included| Some(End { number, included });
        let (low, high) = match op {
            CompareOp::AtLeast => (end(true), None),
            CompareOp::Greater => (end(false), None),
            CompareOp::AtMost => (None, end(true)),
            CompareOp::Less => (None, end(false)),
            CompareOp::Equal => (end(true), end(true)),
            CompareOp::NotEqual => return self.odd_bound(span),
        };
        Some(Bounds { low, high })
    }

    fn odd_bound<T>(&mut self, span: Span) -> Option<T> {
        self.fail(
            Diagnostic::new(Code::Syntax, span, "`!=` is no bound of a field")
                .help("write a range such as `0..100`, or one end such as `>= 0`"),
        )
    }

    /// Reads the facts of a `lead` block.
    pub(super) fn facts(&mut self, lead: &ast::LeadBlock) {
        for entry in &lead.entries {
            if let LeadEntry::Fact(condition) = &entry.node
                && let Some(condition) = self.condition(condition)
            {
                self.model.facts.push(Fact { condition });
            }
        }
    }
}

/// The number of a number or an amount of money.
pub(super) fn number_of(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) | Value::Money(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    #[test]
    fn fields_have_types_and_bounds() {
        let (model, found) = resolved(
            "policy \"p\" {} lead { a: text key  n: integer 0..<200  m: money USD >= 0 \
             c: one of x | y  d: one of x | y  s: several of x | y  o: one of x < y }\n\
             forbid p when n > 1 and m > 1 USD and c = d and s has x and o < y",
        );
        assert_eq!(found, []);
        let types: Vec<Type> = model.fields.values().map(|field| field.ty).collect();
        assert_eq!(types[3], types[4]);
        assert_ne!(types[3], types[6]);
        let n = model.fields.values().nth(1).unwrap();
        assert!(n.bounds.allow(Number::from(199)) && !n.bounds.allow(Number::from(200)));
        assert_eq!(model.key().map(crate::model::Id::index), Some(0));
        assert!(model.fields.values().next().unwrap().required);
    }

    #[test]
    fn impossible_fields_are_refused() {
        let with = |field: &str| {
            let text = format!(
                "policy \"p\" {{}} lead {{ a: text key  {field} }}\nforbid p when b is known"
            );
            codes(&text)
        };
        assert_eq!(with("b: text key"), [Code::RepeatedClause]);
        assert_eq!(with("b: integer 5..1"), [Code::EmptyRange]);
        assert_eq!(with("b: money USD 0..5 EUR"), [Code::WrongUnit]);
        assert_eq!(with("b: money USD 0..5"), []);
        assert_eq!(with("b: money USD 0..5 USD"), []);
        assert_eq!(with("b: one of x | y | x"), [Code::DuplicateName]);
    }

    #[test]
    fn persons_are_named_in_text() {
        let with = |ty: &str| {
            let text = format!(
                "policy \"p\" {{}} team t {{ role r named in b }} lead {{ a: text key  b: {ty} }}"
            );
            codes(&text)
        };
        assert_eq!(with("text"), []);
        assert_eq!(with("integer"), [Code::WrongType]);
    }
}
