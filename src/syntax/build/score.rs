//! Scores.

use super::{Builder, first_name, first_text, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{Name, Per, Score, ScoreGroup, ScoreItem, ScoreLine};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    pub(super) fn score(&mut self, node: &Node<'_>) -> Option<Score> {
        let doc = self.doc(node);
        let range = match node.find(Rule::range) {
            Some(range) => Some(self.range(&range)?),
            None => None,
        };
        Some(Score {
            doc,
            name: first_name(node)?,
            range,
            agreed_by: agreed_by(node),
            items: self.score_items(node)?,
        })
    }

    fn score_items(&mut self, node: &Node<'_>) -> Option<Vec<Spanned<ScoreItem>>> {
        let mut items = Vec::new();
        for item in node
            .children()
            .filter(|child| child.rule() == Rule::score_item)
        {
            let child = item.child()?;
            let what = match child.rule() {
                Rule::score_group => ScoreItem::Group(self.score_group(&child)?),
                Rule::table => ScoreItem::Table(self.table(&child)?),
                _ => ScoreItem::Line(self.score_line(&child)?),
            };
            items.push(item.spanned(what));
        }
        Some(items)
    }

    fn score_group(&mut self, node: &Node<'_>) -> Option<ScoreGroup> {
        let (mut at_most, mut at_least) = (None, None);
        for limit in node
            .children()
            .filter(|child| child.rule() == Rule::group_limit)
        {
            let limit = limit.child()?;
            let amount = self.signed_amount(&limit.find(Rule::signed_amount)?)?;
            match limit.rule() {
                Rule::group_most => self.once(&mut at_most, amount, "`at most`", &limit),
                _ => self.once(&mut at_least, amount, "`at least`", &limit),
            }
        }
        Some(ScoreGroup {
            title: first_text(node)?,
            at_most,
            at_least,
            items: self.score_items(node)?,
        })
    }

    fn score_line(&mut self, node: &Node<'_>) -> Option<ScoreLine> {
        let points = node.find(Rule::points)?.find(Rule::signed_amount)?;
        let signed = points
            .find(Rule::plus)
            .or_else(|| points.find(Rule::minus))
            .is_some();
        let points = self.signed_amount(&points)?;
        if !signed {
            return self.refuse(
                Diagnostic::new(
                    Code::Syntax,
                    points.span,
                    "points have a sign, so that one sees what is given and what is taken",
                )
                .help(format!(
                    "write `+{}` or `-{}`",
                    points.written, points.written
                )),
            );
        }
        let mut line = ScoreLine {
            points,
            per: None,
            when: None,
            at_most: None,
        };
        for part in node
            .children()
            .filter(|child| child.rule() == Rule::line_part)
        {
            let part = part.child()?;
            match part.rule() {
                Rule::line_per => {
                    let per = self.per(&part)?;
                    self.once(&mut line.per, per, "`per`", &part);
                }
                Rule::line_when => {
                    let when = self.condition(&part.find(Rule::s_condition)?)?;
                    self.once(&mut line.when, when, "`when`", &part);
                }
                _ => {
                    let amount = self.signed_amount(&part.find(Rule::signed_amount)?)?;
                    self.once(&mut line.at_most, amount, "`at most`", &part);
                }
            }
        }
        Some(line)
    }

    fn per(&mut self, node: &Node<'_>) -> Option<Per> {
        let unit = match node.find(Rule::per_unit) {
            Some(unit) => Some(self.amount(&unit.find(Rule::amount)?)?),
            None => None,
        };
        Some(Per {
            unit,
            of: self.sum(&node.find(Rule::s_sum)?)?,
        })
    }
}

/// The teams of `agreed by`.
pub(super) fn agreed_by(node: &Node<'_>) -> Vec<Name> {
    node.find(Rule::agreed_by)
        .map(|agreed| names(&agreed))
        .unwrap_or_default()
}
