//! The texts of a policy: a `.ground` file, or all of them in a folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::revision::{self, Revision};
use super::{is_too_large, read_limited, show, unreadable, without_mark};
use crate::cli::output::Failure;

/// How policy files end.
const EXTENSION: &str = "ground";
/// How files of leads end.
const DATA: &[&str] = &["csv", "tsv", "txt", "gz", "zst", "xlsx", "xls", "parquet"];

/// The files of one policy.
#[derive(Debug)]
pub(crate) struct PolicyFiles {
    /// The folder that its lists and tables may not leave.
    pub(crate) folder: PathBuf,
    /// Its files, by name.
    pub(crate) files: Vec<PolicyFile>,
    /// The revision as of which they are; none for those on the disk.
    pub(crate) revision: Option<Revision>,
}

/// A file of a policy.
#[derive(Debug)]
pub(crate) struct PolicyFile {
    /// The name that people see.
    pub(crate) name: String,
    /// Where it is; nowhere for standard input.
    pub(crate) path: Option<PathBuf>,
    /// What is in it.
    pub(crate) content: Content,
}

/// What is in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text.
    Text(String),
    /// More than a file may have.
    TooLarge,
    /// Text up to this byte of it, then something that is no UTF-8, shown as `�`.
    NotUtf8(String, usize),
    /// Bytes that are no text at all.
    Binary,
}

impl PolicyFiles {
    /// A folder in which nobody has saved a policy yet, or which is yet to be made.
    pub(crate) fn none_yet(folder: &Path) -> Option<Self> {
        let is_none = match folder.is_dir() {
            true => below(folder).is_ok_and(|found| found.is_empty()),
            false => !folder.exists() && !is_policy(folder),
        };
        is_none.then(|| PolicyFiles {
            folder: folder.to_owned(),
            files: Vec::new(),
            revision: None,
        })
    }
}

/// Reads the policy that a command is given: a file, a folder, or `-` for standard input.
pub(crate) fn read_policy(argument: &Path) -> Result<PolicyFiles, Failure> {
    if argument == Path::new("-") {
        return from_standard_input();
    }
    if let Some((revision, path)) = revision::of_argument(argument) {
        return from_revision(revision, &path);
    }
    let meta = fs::metadata(argument).map_err(|error| unreadable(argument, &error))?;
    if meta.is_dir() {
        return from_folder(argument);
    }
    if !is_policy(argument) {
        return Err(no_policy(argument));
    }
    if !meta.is_file() {
        return Err(Failure::new(format!(
            "`{}` is no plain file",
            show(argument)
        )));
    }
    let folder = match argument.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    Ok(PolicyFiles {
        folder,
        files: vec![read_file(argument.to_owned())?],
        revision: None,
    })
}

/// The failure for a file that is no policy, which may be one of leads in the wrong place.
fn no_policy(argument: &Path) -> Failure {
    let help = "a policy is a file whose name ends in `.ground`, or a folder with such files";
    let extension = argument.extension().map(|it| it.to_ascii_lowercase());
    let is_data = extension.is_some_and(|it| DATA.iter().any(|data| it == *data));
    Failure::new(format!("`{}` is no policy", show(argument))).help(match is_data {
        true => format!("{help}; leads stand behind the policy, and for `check` behind `--data`"),
        false => help.to_owned(),
    })
}

fn from_standard_input() -> Result<PolicyFiles, Failure> {
    let bytes = read_limited(io::stdin());
    let bytes = bytes.map_err(|error| {
        let reason = super::reason(&error);
        Failure::new(format!("standard input cannot be read: {reason}"))
    })?;
    Ok(PolicyFiles {
        folder: PathBuf::from("."),
        files: vec![PolicyFile {
            name: "<stdin>".to_owned(),
            path: None,
            content: content(bytes),
        }],
        revision: None,
    })
}

/// The policy files of a folder and the folders in it, by the names that people see.
fn below(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Failure> {
    let root = fs::canonicalize(folder).map_err(|error| unreadable(folder, &error))?;
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).map_err(|error| unreadable(&next, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&next, &error))?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry
                .file_type()
                .map_err(|error| unreadable(&path, &error))?;
            if kind.is_dir() {
                if entry.file_name() != "target" {
                    folders.push(path);
                }
            } else if is_policy(&path) && !(kind.is_symlink() && is_known_link(&path, &root)?) {
                found.insert(show(&path), path);
            }
        }
    }
    Ok(found)
}

fn from_folder(folder: &Path) -> Result<PolicyFiles, Failure> {
    let found = below(folder)?;
    if found.is_empty() {
        return Err(
            Failure::new(format!("no policy in the folder `{}`", show(folder))).help(
                "a policy is a file whose name ends in `.ground`, or a folder with such files",
            ),
        );
    }
    let files = found
        .into_values()
        .map(read_file)
        .collect::<Result<_, _>>()?;
    Ok(PolicyFiles {
        folder: folder.to_owned(),
        files,
        revision: None,
    })
}

/// The same files as they were at a revision.
fn from_revision(revision: Revision, path: &Path) -> Result<PolicyFiles, Failure> {
    let is_hidden = |below: &Path| {
        let mut parts = below
            .components()
            .map(|it| it.as_os_str().to_string_lossy());
        parts.any(|part| part.starts_with('.') && part != "." || part == "target")
    };
    let mut files = Vec::new();
    for found in revision.files(path)? {
        let below = found.strip_prefix(path).unwrap_or(&found);
        if !is_policy(&found) || is_hidden(below) {
            continue;
        }
        let name = revision.show(&found);
        let bytes = revision
            .read(&found)
            .map_err(|problem| Failure::new(format!("`{name}` cannot be read: it {problem}")))?;
        files.push(PolicyFile {
            name,
            content: bytes.map_or(Content::TooLarge, content),
            path: Some(found),
        });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    if files.is_empty() {
        let message = format!("no policy in `{}`", revision.show(path));
        return Err(Failure::new(message)
            .help("a policy is a file whose name ends in `.ground`, or a folder with such files"));
    }
    let folder = match is_policy(path) {
        true => path.parent().unwrap_or(Path::new("")).to_owned(),
        false => path.to_owned(),
    };
    Ok(PolicyFiles {
        folder,
        files,
        revision: Some(revision),
    })
}

/// Whether a link leads to something in the policy's folder, which is read anyway, or to another
/// folder, which is not followed. A link to a file elsewhere would be a part of the policy that its
/// folder does not hold.
fn is_known_link(link: &Path, root: &Path) -> Result<bool, Failure> {
    let target = fs::canonicalize(link).map_err(|error| unreadable(link, &error))?;
    if target.starts_with(root) || target.is_dir() {
        return Ok(true);
    }
    let message = format!(
        "`{}` is a link that leads out of the policy's folder",
        show(link)
    );
    Err(Failure::new(message).help("put the file itself into the folder, or take the link out"))
}

/// Whether a file is called like a policy.
pub(crate) fn is_policy(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == EXTENSION)
}

fn read_file(path: PathBuf) -> Result<PolicyFile, Failure> {
    let read = File::open(&path).and_then(|file| {
        // A pipe or a device with such a name would wait for ever, or never end.
        match file.metadata()?.is_file() {
            true => read_limited(file),
            false => Err(io::Error::other("it is no plain file")),
        }
    });
    let bytes = read.map_err(|error| unreadable(&path, &error))?;
    Ok(PolicyFile {
        name: show(&path),
        path: Some(path),
        content: content(bytes),
    })
}

/// What these bytes are.
fn content(bytes: Vec<u8>) -> Content {
    if is_too_large(&bytes) {
        return Content::TooLarge;
    }
    if bytes.contains(&0) {
        return Content::Binary;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Content::Text(without_mark(text)),
        Err(error) => {
            let text = without_mark(String::from_utf8_lossy(error.as_bytes()).into_owned());
            // What stands before the first bad byte is the same in both, but for the mark.
            let at = text.find('\u{fffd}').unwrap_or_default();
            Content::NotUtf8(text, at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn names(files: &PolicyFiles, root: &Path) -> Vec<String> {
        let root = format!("{}/", show(root));
        let names = files.files.iter().map(|file| file.name.clone());
        names.map(|name| name.replace(&root, "")).collect()
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_is_read_by_name_without_hidden_and_built_things() {
        let folder = folder(&[
            ("z.ground", b"z"),
            ("a/b.ground", b"b"),
            ("a.ground/c.ground", b"c"),
            (".hidden/d.ground", b""),
            (".#e.ground", b""),
            ("target/f.ground", b""),
            ("notes.txt", b""),
        ]);
        let files = read_policy(folder.path()).unwrap();
        let expected = ["a.ground/c.ground", "a/b.ground", "z.ground"];
        assert_eq!(names(&files, folder.path()), expected);
    }

    #[test]
    fn links_inside_count_once_and_links_out_are_refused() {
        let outside = folder(&[("x.ground", b"")]);
        let inside = folder(&[("a.ground", b"")]);
        symlink(
            inside.path().join("a.ground"),
            inside.path().join("b.ground"),
        )
        .unwrap();
        symlink(inside.path(), inside.path().join("ring")).unwrap();
        symlink(outside.path(), inside.path().join("elsewhere")).unwrap();
        let files = read_policy(inside.path()).unwrap();
        assert_eq!(names(&files, inside.path()), ["a.ground"]);
        symlink(
            outside.path().join("x.ground"),
            inside.path().join("c.ground"),
        )
        .unwrap();
        let failure = read_policy(inside.path()).unwrap_err();
        assert!(failure.message.contains("leads out"), "{}", failure.message);
    }

    #[test]
    fn what_is_no_policy_is_named() {
        let folder = folder(&[("leads.csv", b"")]);
        let message = |path: &Path| read_policy(path).unwrap_err().message;
        assert!(message(folder.path()).starts_with("no policy in the folder"));
        assert!(message(&folder.path().join("leads.csv")).ends_with("is no policy"));
        assert!(message(&folder.path().join("b.ground")).starts_with("there is no"));
    }

    #[test]
    fn a_policy_that_is_yet_to_be_saved_has_no_files() {
        let folder = folder(&[("lists/near.txt", b""), ("a/policy.ground", b"")]);
        let none_yet = |name: &str| PolicyFiles::none_yet(&folder.path().join(name)).is_some();
        assert!(none_yet("lists") && none_yet("new"));
        assert!(!none_yet("a") && !none_yet("") && !none_yet("lists/near.txt"));
        assert!(!none_yet("new.ground"));
    }

    #[test]
    fn bytes_that_are_no_text() {
        assert_eq!(
            content(b"\xef\xbb\xbfa".to_vec()),
            Content::Text("a".into())
        );
        assert_eq!(content(b"a\0b".to_vec()), Content::Binary);
        assert_eq!(
            content(b"\xef\xbb\xbfa\n\xe4b".to_vec()),
            Content::NotUtf8("a\n\u{fffd}b".into(), 2)
        );
        assert_eq!(
            content(vec![b'a'; super::super::LARGEST as usize + 1]),
            Content::TooLarge
        );
    }
}
