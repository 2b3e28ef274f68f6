//! Which sheets a workbook has, and in which parts they lie.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

use super::number::Epoch;
use super::xml::{Item, attribute};
use super::zip::Archive;
use super::{SMALL_LIMIT, WorkbookError, damaged};

/// What a workbook says of itself.
pub(super) struct Outline {
    sheets: Vec<SheetEntry>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) epoch: Epoch,
}

struct SheetEntry {
    name: String,
    hidden: bool,
    path: String,
}

/// Where a part points to: the last word of the kind, and the path.
type Targets = BTreeMap<String, (String, String)>;

impl Outline {
    pub(super) fn read<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Self, WorkbookError> {
        refuse_others(archive)?;
        let roots = targets(archive, "")?;
        let book = roots.values().find(|(kind, _)| kind == "officeDocument");
        let (_, book) = book.ok_or_else(not_a_workbook)?;
        if book.ends_with(".bin") {
            return Err(other("an Excel binary workbook (.xlsb)"));
        }
        let parts = targets(archive, book)?;
        let of_kind = |wanted: &str| {
            let found = parts.values().find(|(kind, _)| kind == wanted);
            found.map(|(_, path)| path.clone())
        };
        let mut outline = Outline {
            sheets: Vec::new(),
            strings: of_kind("sharedStrings"),
            styles: of_kind("styles"),
            epoch: Epoch::From1900,
        };
        outline.read_book(archive, book, &parts)?;
        Ok(outline)
    }

    fn read_book<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        book: &str,
        parts: &Targets,
    ) -> io::Result<()> {
        let mut xml = archive.xml(book, SMALL_LIMIT)?;
        loop {
            match xml.next()? {
                Item::Open(tag) if tag.local_name().as_ref() == "sheet" => {
                    let id = attribute(&tag, "id")?.unwrap_or_default();
                    let name = attribute(&tag, "name")?.unwrap_or_default().into_owned();
                    let Some((kind, path)) = parts.get(&*id) else {
                        return Err(damaged(format!("nothing says where its sheet `{name}` is")));
                    };
                    // A chart or an old macro may take the place of a sheet.
                    if kind == "worksheet" {
                        let state = attribute(&tag, "state")?;
                        self.sheets.push(SheetEntry {
                            name,
                            hidden: state.is_some_and(|state| state != "visible"),
                            path: path.clone(),
                        });
                    }
                }
                Item::Open(tag) if tag.local_name().as_ref() == "workbookPr" => {
                    let old = attribute(&tag, "date1904")?;
                    if old.is_some_and(|old| old == "1" || old == "true") {
                        self.epoch = Epoch::From1904;
                    }
                }
                Item::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Where the sheet of this name is, or the first one that is not hidden.
    pub(super) fn path(&self, wanted: Option<&str>) -> Result<&str, WorkbookError> {
        let shown = || self.sheets.iter().filter(|sheet| !sheet.hidden);
        let found = match wanted {
            // Excel does not tell names apart by their capitals.
            Some(name) => {
                let exact = self.sheets.iter().find(|sheet| sheet.name == name);
                let folded = |sheet: &&SheetEntry| sheet.name.to_lowercase() == name.to_lowercase();
                exact.or_else(|| self.sheets.iter().find(folded))
            }
            None => shown().next().or(self.sheets.first()),
        };
        found.map(|sheet| sheet.path.as_str()).ok_or_else(|| {
            let help = "open it in Excel and save the rows as a sheet of their own";
            match wanted.filter(|_| !self.sheets.is_empty()) {
                None => WorkbookError::new("the workbook has no sheet with rows", help),
                Some(name) => WorkbookError {
                    sheets: self.sheets.iter().map(|it| it.name.clone()).collect(),
                    ..WorkbookError::new(format!("the workbook has no sheet `{name}`"), help)
                },
            }
        })
    }
}

fn refuse_others<R: Read + Seek>(archive: &Archive<R>) -> Result<(), WorkbookError> {
    if archive.find("_rels/.rels").is_some() {
        return Ok(());
    }
    Err(match archive.find("content.xml") {
        Some(_) => other("an OpenDocument file (.ods)"),
        None => not_a_workbook(),
    })
}

fn other(what: &str) -> WorkbookError {
    WorkbookError::new(
        format!("the file is {what}, not CSV and no .xlsx workbook"),
        "open it and save it as .xlsx or as CSV (UTF-8)",
    )
}

fn not_a_workbook() -> WorkbookError {
    WorkbookError::new(
        "the file is a zip file, and no Excel workbook is in it",
        "unpack it, or save the rows as .xlsx or as CSV (UTF-8)",
    )
}

/// Where a part points to; the empty path is the workbook as a whole.
fn targets<R: Read + Seek>(archive: &mut Archive<R>, part: &str) -> io::Result<Targets> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = resolved(folder, &format!("_rels/{name}.rels"));
    let mut xml = archive.xml(&path, SMALL_LIMIT)?;
    let mut targets = Targets::new();
    loop {
        match xml.next()? {
            Item::Open(tag) if tag.local_name().as_ref() == "Relationship" => {
                let word = |name| attribute(&tag, name).map(Option::unwrap_or_default);
                let (id, kind, target) = (word("Id")?, word("Type")?, word("Target")?);
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                targets.insert(id.into_owned(), (kind, resolved(folder, &target)));
            }
            Item::End => return Ok(targets),
            _ => {}
        }
    }
}

/// A path as it counts from a folder, without `.` and `..`.
fn resolved(folder: &str, path: &str) -> String {
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut words: Vec<&str> = Vec::new();
    for word in folder.split('/').chain(path.split('/')) {
        match word {
            "" | "." => {}
            ".." => drop(words.pop()),
            word => words.push(word),
        }
    }
    words.join("/")
}
