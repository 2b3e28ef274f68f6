//! Why a policy says what it says of one lead, as a page to read.

mod otherwise;

use super::decision::{DecisionView, RuleView};
use super::journey::JourneyView;
use super::view::{DefineView, LineView, ScoreView, View, Views};
use super::{Answer, Place};
use crate::render::run::{width, wrapped};
use crate::render::words::signed;
use crate::render::{Paint, Style, printable, without_line_ends};
use crate::value::{counted, joined};

/// The most lines of a score that give nothing and are told without `--all`.
const MOST_LINES: usize = 4;
/// The most that are told with it.
const MOST_OF_ALL: usize = 200;

/// The page, in lines that fit the style's width.
#[must_use]
pub fn human(answer: Answer<'_>, style: Style) -> String {
    let view = View::new(answer);
    let views = view.views();
    let mut page = Page {
        text: String::new(),
        style,
        all: answer.all,
    };
    page.head(answer);
    if let Some(toward) = &views.toward {
        page.toward(toward);
    }
    match &views.change {
        Some(change) => page.change(change),
        None => page.overview(&view, &views),
    }
    page.problems(answer);
    views.decisions.iter().for_each(|it| page.decision(it));
    views.journeys.iter().for_each(|it| page.journey(it));
    page.duties(&views);
    page.defines(&views.definitions);
    views.scores.iter().for_each(|it| page.score(it));
    page.text
}

struct Page {
    text: String,
    style: Style,
    all: bool,
}

impl Page {
    /// A sentence in lines that fit, the first behind so many blanks, the others behind two more.
    fn say(&mut self, indent: usize, sentence: &str) {
        self.hang(indent, indent + 2, sentence);
    }

    fn hang(&mut self, first: usize, rest: usize, sentence: &str) {
        let sentence = printable(sentence);
        let lines = wrapped(&sentence, self.style.width, first, rest);
        self.text.push_str(&lines);
    }

    /// A heading, behind an empty line.
    fn heading(&mut self, words: &str) {
        let lines = wrapped(&printable(words), self.style.width, 0, 2);
        self.text.push('\n');
        for line in lines.lines() {
            self.text.push_str(&self.style.paint(Paint::Strong, line));
            self.text.push('\n');
        }
    }

    fn head(&mut self, answer: Answer<'_>) {
        let model = &answer.compiled.model;
        let Place {
            file,
            as_of,
            is_now,
            ..
        } = answer.place;
        let row = answer.info.row;
        let title = match answer.info.key.is_empty() {
            true => format!("row {row}"),
            false => format!("{}, row {row}", without_line_ends(&answer.info.key)),
        };
        let title = self.style.paint(Paint::Strong, &printable(&title));
        self.text.push_str(&title);
        self.text.push('\n');
        self.say(0, file);
        let policy = match &model.version {
            Some(version) => format!("{}, version {version}", model.title),
            None => model.title.clone(),
        };
        self.say(0, &policy);
        match as_of {
            Some(as_of) if *is_now => self.say(0, &format!("as of now, {as_of}")),
            Some(as_of) => self.say(0, &format!("as of {as_of}")),
            None => {}
        }
        self.others(answer.place);
    }

    /// That other leads are called the same.
    fn others(&mut self, place: &Place) {
        let others = place.others.iter();
        let mut rows: Vec<String> = others
            .map(|(other, row)| match *other == place.file {
                true => format!("row {row}"),
                false => format!("row {row} of {other}"),
            })
            .collect();
        if place.more > 0 {
            rows.push(format!("{} more", place.more));
        }
        let goes_by = match rows.len() {
            0 => return,
            1 => "goes",
            _ => "go",
        };
        let rows = joined(&rows, "and");
        let asked = &place.asked;
        self.say(
            0,
            &format!("{rows} {goes_by} by `{asked}` too; this is the first"),
        );
    }

    /// What is said of the lead, in a line each.
    fn overview(&mut self, view: &View<'_>, views: &Views<'_>) {
        let result = view.answer.result;
        let explanation = view.answer.explanation;
        let mut lines: Vec<(String, String)> = Vec::new();
        for why in &explanation.decisions {
            let name = why.decision.named.name.clone();
            lines.push((name, view.decided_as(result, why.id)));
        }
        for why in &explanation.scores {
            lines.push((
                why.trace.score.named.name.clone(),
                view.total(result, why.id),
            ));
        }
        for it in &views.journeys {
            lines.push((it.journey.to_owned(), it.says.clone()));
        }
        if !views.forbidden.is_empty() {
            let mut channels: Vec<String> = Vec::new();
            for forbid in &views.forbidden {
                if !channels.iter().any(|known| known == forbid.channel) {
                    channels.push(forbid.channel.to_owned());
                }
            }
            lines.push(("forbidden".to_owned(), joined(&channels, "and")));
        }
        if !views.breaches.is_empty() {
            let musts = views.breaches.iter().map(|it| format!("`{}`", it.must));
            let musts: Vec<String> = musts.collect();
            lines.push(("not met".to_owned(), joined(&musts, "and")));
        }
        self.text.push('\n');
        self.columns(&lines);
    }

    /// Names and what stands beside them.
    fn columns(&mut self, lines: &[(String, String)]) {
        let column = lines.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
        for (name, says) in lines {
            let space = " ".repeat(column.saturating_sub(width(name)));
            // The blanks between the columns have to stay.
            let says = wrapped(&printable(says), self.style.width, column + 4, column + 6);
            let says = says.get(column + 4..).unwrap_or_default();
            self.text.push_str(&format!("  {name}{space}  {says}"));
        }
    }

    fn problems(&mut self, answer: Answer<'_>) {
        let problems = &answer.info.problems;
        if problems.is_empty() {
            return;
        }
        self.heading("what is wrong with the record");
        for problem in problems {
            self.say(2, &problem.message);
        }
    }

    fn decision(&mut self, it: &DecisionView<'_>) {
        self.heading(&format!("{} {}", it.name, it.says));
        self.agreed(it.agreed.as_ref());
        for reason in &it.reasons {
            self.say(2, reason);
        }
        for rule in &it.rules {
            let called = &rule.called;
            let start = match it.state {
                "decided" | "nothing" if it.rules.len() == 1 => format!("{called} holds"),
                "stopped" if rule.holds != "yes" => {
                    format!("it cannot be told whether {called} holds")
                }
                _ => format!("{called} says {}", rule.says),
            };
            self.rule(&start, rule);
        }
        for rule in &it.aside {
            let stands = rule
                .stands_back
                .as_deref()
                .unwrap_or("but it does not count");
            let start = format!("{} says {} and holds too, {stands}", rule.called, rule.says);
            self.rule(&start, rule);
        }
        match (self.all, &it.nearest) {
            (true, _) => self.not_holding(it),
            (false, Some(rule)) => {
                let start = match it.not_holding {
                    1 => format!("{} would say {}, and does not hold", rule.called, rule.says),
                    others => format!(
                        "nearest of the {others} that do not hold is {}, which would say {}",
                        rule.called, rule.says
                    ),
                };
                self.rule(&start, rule);
            }
            (false, None) => {}
        }
        if let Some(settle) = &it.settle {
            self.say(2, &format!("what would settle it: {settle}"));
        }
    }

    fn agreed(&mut self, teams: Option<&String>) {
        if let Some(teams) = teams {
            self.say(2, &format!("agreed by {teams}"));
        }
    }

    fn not_holding(&mut self, it: &DecisionView<'_>) {
        for rule in &it.others {
            let start = format!("{} would say {}, and does not hold", rule.called, rule.says);
            self.rule(&start, rule);
        }
        let more = it.not_holding.saturating_sub(it.others.len());
        if more > 0 {
            self.say(2, &format!("and {more} more do not hold"));
        }
    }

    /// A rule: one reason behind it, several below it.
    fn rule(&mut self, start: &str, rule: &RuleView<'_>) {
        let reasons = rule.conditions.iter().chain(&rule.exception);
        let reasons: Vec<&String> = reasons.collect();
        match reasons.as_slice() {
            [] if rule.holds == "yes" => self.say(2, &format!("{start}: it does for every lead")),
            [] => self.say(2, start),
            [one] => self.hang(2, 4, &format!("{start}: {one}")),
            reasons => {
                self.say(2, &format!("{start}:"));
                reasons.iter().for_each(|reason| self.say(4, reason));
            }
        }
        if let Some(because) = rule.because.filter(|_| rule.holds == "yes") {
            self.say(4, &format!("because \"{because}\""));
        }
    }

    fn journey(&mut self, it: &JourneyView<'_>) {
        self.heading(&format!("{}, {}", it.journey, it.says));
        if !it.since.is_empty() {
            self.say(2, &it.since.join("; "));
        }
        it.moves.iter().for_each(|says| self.say(2, says));
        if !it.lacks.is_empty() {
            let lacks = joined(&it.lacks, "and");
            self.say(
                2,
                &format!("the stage requires what is not so here: {lacks}"),
            );
        }
        for task in &it.deadlines {
            self.heading(&format!("{} {}", task.called, task.says));
            task.arithmetic.iter().for_each(|says| self.say(2, says));
        }
    }

    fn duties(&mut self, views: &Views<'_>) {
        for forbid in &views.forbidden {
            let reason = forbid.because.map(|it| format!(": \"{it}\""));
            let reason = reason.unwrap_or_default();
            self.heading(&format!("{} is forbidden{reason}", forbid.channel));
            forbid.reasons.iter().for_each(|it| self.say(2, it));
            if forbid.reasons.is_empty() {
                self.say(2, "it always is");
            }
        }
        for must in &views.breaches {
            let reason = must.because.map(|it| format!(": \"{it}\""));
            let reason = reason.unwrap_or_default();
            self.heading(&format!("`{}` is not met{reason}", must.must));
            if !must.applies.is_empty() {
                let applies = joined(&must.applies, "and");
                self.say(2, &format!("it applies, as {applies}"));
            }
            must.reasons.iter().for_each(|it| self.say(2, it));
        }
        for fact in &views.broken_facts {
            self.heading(fact);
        }
    }

    fn defines(&mut self, defines: &[DefineView<'_>]) {
        if defines.is_empty() {
            return;
        }
        self.heading("what the policy's own words stand for");
        for define in defines {
            let start = format!("`{}` {}", define.name, define.says);
            match define.reasons.as_slice() {
                [] => self.say(2, &start),
                [one] => self.say(2, &format!("{start}: {one}")),
                reasons => {
                    self.say(2, &format!("{start}:"));
                    reasons.iter().for_each(|reason| self.say(4, reason));
                }
            }
        }
    }

    fn score(&mut self, it: &ScoreView<'_>) {
        self.heading(&format!("{} {}", it.name, it.says));
        self.agreed(it.agreed.as_ref());
        for reason in &it.reasons {
            self.say(2, reason);
        }
        let gives = |line: &LineView| line.points.is_none_or(|it| it.0 != 0.into());
        if self.all {
            it.lines
                .iter()
                .take(MOST_OF_ALL)
                .for_each(|line| self.line(line, line.depth));
            self.sum(it);
            let more = it.lines.len().saturating_sub(MOST_OF_ALL);
            return self.more_lines(more, "are not shown");
        }
        // A group is shown with the lines that count in it.
        for (at, line) in it.lines.iter().enumerate() {
            let behind = it.lines.iter().skip(at + 1);
            let mut within = behind.take_while(|other| other.depth > line.depth);
            if gives(line) || line.is_group && within.any(gives) {
                self.line(line, line.depth);
            }
        }
        self.sum(it);
        let nothing = it
            .lines
            .iter()
            .filter(|line| !gives(line) && !line.is_group);
        let count = nothing.clone().count();
        nothing.take(MOST_LINES).for_each(|line| self.line(line, 0));
        let more = count.saturating_sub(MOST_LINES);
        let give = if more == 1 { "gives" } else { "give" };
        self.more_lines(more, &format!("{give} nothing (`--all` shows them)"));
    }

    fn more_lines(&mut self, more: usize, what: &str) {
        if more > 0 {
            self.say(
                2,
                &format!("{} {what}", counted(more, "more line", "more lines")),
            );
        }
    }

    fn line(&mut self, line: &LineView, depth: usize) {
        let points = line.points.map_or("?".to_owned(), |it| signed(it.0));
        self.points(&points, depth, &line.text);
    }

    fn points(&mut self, points: &str, depth: usize, text: &str) {
        let indent = 2 + 2 * depth;
        // The points stand in a column of their own, to the right.
        let points = format!("{points:>5}");
        let column = indent + width(&points) + 2;
        let text = wrapped(&printable(text), self.style.width, column, column);
        let text = text.get(column..).unwrap_or_default();
        let indent = " ".repeat(indent);
        self.text.push_str(&format!("{indent}{points}  {text}"));
    }

    /// The total, where it is not the plain sum.
    fn sum(&mut self, it: &ScoreView<'_>) {
        if let (Some(sum), Some(total)) = (it.sum, it.total)
            && sum != total
        {
            let (sum, total) = (sum.0, total.0);
            let end = if sum > total { "ends" } else { "starts" };
            let text = format!("together; the scale {end} at {total}");
            self.points(&signed(sum), 0, &text);
        }
    }
}
