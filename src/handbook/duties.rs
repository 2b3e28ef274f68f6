//! What may not be done, what must have been done, and which findings are accepted.

use super::{Row, Section, Table, Writer};
use crate::diagnostic::Code;
use crate::model::{Forbid, Must};
use crate::words::{Phrase, capitalised};

impl Writer<'_> {
    /// When which channel may not be used.
    pub(super) fn forbidden(&self) -> Section {
        let mut section = Section::new("what-may-not-be-done", "What may not be done");
        section.table(self.forbid_table(&|_| true));
        section
    }

    /// The prohibitions of some channels.
    pub(super) fn forbid_table(&self, wanted: &dyn Fn(&Forbid) -> bool) -> Table {
        let forbids = self.model.forbids.iter().filter(|it| wanted(it));
        let rows = forbids.map(|forbid| {
            Row::new([
                self.channel(forbid.channel).into(),
                self.when(forbid.when.as_ref()),
                self.optional(forbid.unless.as_ref()),
                forbid.because.as_deref().unwrap_or_default().into(),
            ])
        });
        let columns = ["Not by", "When", "Unless it is known that", "Because"];
        Table {
            caption: "Channels, and when they may not be used".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        }
    }

    /// What must have been done.
    pub(super) fn musts(&self) -> Section {
        let mut section = Section::new("what-must-have-been-done", "What must have been done");
        let rows = self.model.musts.values().map(|must| self.must(must));
        let columns = ["Rule", "For leads", "This must be so", "Because"];
        section.table(Table {
            caption: "What must have been done, and for which leads".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        });
        section
    }

    fn must(&self, must: &Must) -> Row {
        let leads = match &must.when {
            Some(when) => self.leads_where(when),
            None => "all".into(),
        };
        let name = &must.named.name;
        Row {
            // Other things may have the name of a `must`.
            id: Some(format!("must-{name}")),
            cells: vec![
                Phrase::name_of(name, &format!("must-{name}")),
                leads,
                self.words.condition(&must.condition),
                must.because.as_deref().unwrap_or_default().into(),
            ],
        }
    }

    /// Findings that the policy takes note of.
    pub(super) fn accepted(&self) -> Section {
        let mut section = Section::new("what-we-accept", "What we know of and accept");
        let rows = self.model.acceptances.iter().map(|it| {
            let code = it.code.parse::<Code>();
            let what = code.map(Code::summary).unwrap_or(&it.code);
            let until = it.until.map(|until| until.to_string());
            Row::new([
                Phrase::name(&it.subject),
                Phrase::from(capitalised(what)) + " (" + Phrase::word(&it.code) + ")",
                self.optional(it.when.as_ref()),
                it.because.as_deref().unwrap_or_default().into(),
                until.unwrap_or_default().into(),
            ])
        });
        let columns = ["In", "What", "For leads where", "Because", "Until"];
        section.table(Table {
            caption: "Findings of the check that we accept".into(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            is_matrix: false,
        });
        section
    }
}
