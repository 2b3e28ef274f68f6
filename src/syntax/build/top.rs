//! Declarations.

use super::amount::{compare_op, values};
use super::score::agreed_by;
use super::{Builder, count, first_name, first_text, name, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{
    Accept, Bound, Define, Field, FieldType, Forbid, Item, LeadBlock, LeadEntry, List, ListEntries,
    Literal, Must, Name, Policy, Role, Team, Values, Vocabulary,
};
use crate::syntax::grammar::{Node, Rule};

/// Any declaration.
pub(crate) fn item(node: &Node<'_>, builder: &mut Builder<'_>) -> Option<Item> {
    Some(match node.rule() {
        Rule::policy => Item::Policy(builder.policy(node)?),
        Rule::calendar => Item::Calendar(builder.calendar(node)?),
        Rule::team => Item::Team(builder.team(node)?),
        Rule::lead => Item::Lead(builder.lead(node)?),
        Rule::list => Item::List(builder.list(node)?),
        Rule::define => Item::Define(builder.define(node)?),
        Rule::score => Item::Score(builder.score(node)?),
        Rule::decision => Item::Decision(builder.decision(node)?),
        Rule::journey => Item::Journey(builder.journey(node)?),
        Rule::forbid => Item::Forbid(builder.forbid(node)?),
        Rule::must => Item::Must(builder.must(node)?),
        Rule::vocabulary => Item::Vocabulary(builder.vocabulary(node)?),
        Rule::source => Item::Source(builder.source(node)?),
        Rule::accept => Item::Accept(builder.accept(node)?),
        Rule::example => Item::Example(builder.example(node)?),
        _ => return None,
    })
}

impl Builder<'_> {
    fn policy(&mut self, node: &Node<'_>) -> Option<Policy> {
        let doc = self.doc(node);
        let title = first_text(node)?;
        let mut policy = Policy {
            doc,
            title,
            language: None,
            version: None,
            time_zone: None,
            working_hours: None,
            holidays: None,
            sample: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::policy_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::policy_language => {
                    let language = count(&clause.find(Rule::count)?);
                    self.once(&mut policy.language, language, "`language`", &clause);
                }
                Rule::policy_version => self.once(
                    &mut policy.version,
                    first_text(&clause)?,
                    "`version`",
                    &clause,
                ),
                Rule::policy_zone => self.once(
                    &mut policy.time_zone,
                    first_text(&clause)?,
                    "`time zone`",
                    &clause,
                ),
                Rule::policy_sample => self.once(
                    &mut policy.sample,
                    first_text(&clause)?,
                    "`sample`",
                    &clause,
                ),
                Rule::working_hours => {
                    let hours = self.working_hours(&clause)?;
                    self.once(&mut policy.working_hours, hours, "`working hours`", &clause);
                }
                _ => {
                    let holidays = self.holidays(&clause)?;
                    self.once(&mut policy.holidays, holidays, "`holidays`", &clause);
                }
            }
        }
        Some(policy)
    }

    fn team(&mut self, node: &Node<'_>) -> Option<Team> {
        let doc = self.doc(node);
        let mut roles = Vec::new();
        for line in node
            .children()
            .filter(|child| child.rule() == Rule::team_roles)
        {
            let mut listed = Vec::new();
            for role in line.children().filter(|child| child.rule() == Rule::role) {
                listed.push(self.role(&role)?);
            }
            roles.push(listed);
        }
        Some(Team {
            doc,
            name: first_name(node)?,
            title: first_text(node),
            works: self.works(node),
            roles,
        })
    }

    fn role(&mut self, node: &Node<'_>) -> Option<Role> {
        let mut role = Role {
            name: first_name(node)?,
            title: first_text(node),
            named_in: None,
            works: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::role_clause)
        {
            let child = clause.child()?;
            let name = first_name(&child)?;
            match child.rule() {
                Rule::role_named => self.once(&mut role.named_in, name, "`named in`", &child),
                _ => self.once(&mut role.works, name, "`works`", &child),
            }
        }
        Some(role)
    }

    fn lead(&mut self, node: &Node<'_>) -> Option<LeadBlock> {
        let doc = self.doc(node);
        let mut entries = Vec::new();
        for entry in node
            .children()
            .filter(|child| child.rule() == Rule::lead_entry)
        {
            let child = entry.child()?;
            let what = match child.rule() {
                Rule::field => LeadEntry::Field(self.field(&child)?),
                _ => LeadEntry::Fact(self.condition(&child.find(Rule::condition)?)?),
            };
            entries.push(entry.spanned(what));
        }
        Some(LeadBlock { doc, entries })
    }

    fn field(&mut self, node: &Node<'_>) -> Option<Field> {
        let doc = self.doc(node);
        let ty = self.field_type(&node.find(Rule::field_type)?)?;
        let (mut key, mut required, mut fixed) = (None, None, None);
        for flag in node
            .children()
            .filter(|child| child.rule() == Rule::field_flag)
        {
            let word = flag.find(Rule::flag_word)?.child()?;
            match word.rule() {
                Rule::kw_key => self.once(&mut key, (), "`key`", &flag),
                Rule::kw_required => self.once(&mut required, (), "`required`", &flag),
                _ => self.once(&mut fixed, (), "`fixed`", &flag),
            }
        }
        Some(Field {
            doc,
            name: first_name(node)?,
            ty,
            key: key.is_some(),
            required: required.is_some(),
            fixed: fixed.is_some(),
        })
    }

    fn field_type(&mut self, node: &Node<'_>) -> Option<Spanned<FieldType>> {
        let child = node.child()?;
        let ty = match child.rule() {
            Rule::type_text => FieldType::Text,
            Rule::type_integer => FieldType::Integer(self.bound(&child)?),
            Rule::type_number => FieldType::Number(self.bound(&child)?),
            Rule::type_money => {
                FieldType::Money(name(&child.find(Rule::currency)?), self.bound(&child)?)
            }
            Rule::type_boolean => FieldType::Boolean,
            Rule::type_date => FieldType::Date,
            Rule::type_datetime => FieldType::Datetime,
            Rule::type_one_of => FieldType::OneOf(self.values(&child.find(Rule::values)?)?),
            Rule::type_several_of => FieldType::SeveralOf(self.values(&child.find(Rule::values)?)?),
            _ => return None,
        };
        Some(node.spanned(ty))
    }

    /// The outer `None` is a refusal, the inner one no bound.
    #[expect(
        clippy::option_option,
        reason = "a refusal and no bound are two things"
    )]
    fn bound(&mut self, node: &Node<'_>) -> Option<Option<Bound>> {
        let Some(bound) = node.find(Rule::bound) else {
            return Some(None);
        };
        Some(Some(match bound.find(Rule::range) {
            Some(range) => Bound::Range(self.range(&range)?),
            None => Bound::Compare(
                compare_op(&bound.find(Rule::compare_op)?)?,
                self.signed_amount(&bound.find(Rule::signed_amount)?)?,
            ),
        }))
    }

    /// The values of an enumeration, with `|` or with `<` between them.
    pub(super) fn values(&mut self, node: &Node<'_>) -> Option<Values> {
        let ordered = node.find(Rule::values_below);
        if let (Some(below), Some(or)) = (&ordered, node.find(Rule::values_or)) {
            return self.refuse(
                Diagnostic::new(
                    Code::Syntax,
                    or.span(),
                    "the values of one field are joined by `|` here and by `<` there",
                )
                .label(below.span(), "with an order here")
                .help("write `<` between all of them if they have an order, `|` if they have none"),
            );
        }
        let mut all = values(node);
        for more in node.children().filter(|child| child.rule() != Rule::value) {
            all.extend(values(&more));
        }
        Some(Values {
            values: all,
            ordered: ordered.is_some(),
        })
    }

    fn list(&mut self, node: &Node<'_>) -> Option<List> {
        let doc = self.doc(node);
        let entries = match node.find(Rule::list_from) {
            Some(from) => ListEntries::From(first_text(&from)?),
            None => {
                let entries = node.find(Rule::list_entries)?;
                let entries = entries
                    .children()
                    .filter(|child| child.rule() == Rule::text);
                ListEntries::Inline(entries.map(|text| quoted(&text)).collect())
            }
        };
        Some(List {
            doc,
            name: first_name(node)?,
            entries,
        })
    }

    fn define(&mut self, node: &Node<'_>) -> Option<Define> {
        let doc = self.doc(node);
        let value = self.condition(&node.find(Rule::condition)?)?;
        Some(Define {
            doc,
            name: first_name(node)?,
            value,
            agreed_by: agreed_by(node),
        })
    }

    fn forbid(&mut self, node: &Node<'_>) -> Option<Forbid> {
        let doc = self.doc(node);
        let mut forbid = Forbid {
            doc,
            channel: first_name(node)?,
            when: None,
            unless: None,
            because: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::forbid_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::clause_because => self.once(
                    &mut forbid.because,
                    first_text(&clause)?,
                    "`because`",
                    &clause,
                ),
                Rule::clause_when => {
                    let when = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut forbid.when, when, "`when`", &clause);
                }
                _ => {
                    let unless = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut forbid.unless, unless, "`unless`", &clause);
                }
            }
        }
        Some(forbid)
    }

    fn must(&mut self, node: &Node<'_>) -> Option<Must> {
        let doc = self.doc(node);
        let condition = self.condition(&node.find(Rule::condition)?)?;
        let mut must = Must {
            doc,
            name: first_name(node)?,
            condition,
            when: None,
            because: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::must_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::clause_because => self.once(
                    &mut must.because,
                    first_text(&clause)?,
                    "`because`",
                    &clause,
                ),
                _ => {
                    let when = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut must.when, when, "`when`", &clause);
                }
            }
        }
        Some(must)
    }

    fn vocabulary(&mut self, node: &Node<'_>) -> Option<Vocabulary> {
        let doc = self.doc(node);
        let words = node.children().filter(|child| child.rule() == Rule::word);
        let words = words.filter_map(|word| Some((first_name(&word)?, first_text(&word)?)));
        Some(Vocabulary {
            doc,
            team: first_name(node)?,
            words: words.collect(),
        })
    }

    fn accept(&mut self, node: &Node<'_>) -> Option<Accept> {
        let doc = self.doc(node);
        let part = |rule| node.find(rule).map(|part| -> Name { name(&part) });
        let (code, subject) = (part(Rule::code)?, part(Rule::subject)?);
        let mut accept = Accept {
            doc,
            code,
            subject,
            when: None,
            because: None,
            until: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::accept_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::clause_because => self.once(
                    &mut accept.because,
                    first_text(&clause)?,
                    "`because`",
                    &clause,
                ),
                Rule::clause_when => {
                    let when = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut accept.when, when, "`when`", &clause);
                }
                _ => {
                    let until = self.moment(&clause.find(Rule::moment)?)?;
                    let Literal::Date(date) = until.node else {
                        return self.refuse(
                            Diagnostic::new(
                                Code::Syntax,
                                until.span,
                                "an acceptance ends on a day, not at an hour",
                            )
                            .help("write the date alone, as in `2027-01-31`"),
                        );
                    };
                    self.once(
                        &mut accept.until,
                        Spanned::new(date, until.span),
                        "`until`",
                        &clause,
                    );
                }
            }
        }
        Some(accept)
    }
}
