//! Which policy a file is a part of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::io::is_policy;

/// How far above a file its policy is looked for, where the editor has no folder open.
const MOST_ABOVE: usize = 4;

/// The folder or the file that is the policy of a file: the nearest folder with a `policy` block, or
/// the file itself where its folder holds several policies of which it is one. Without any, its folder.
pub(super) fn policy_of(file: &Path, top: Option<&Path>) -> PathBuf {
    let Some(parent) = file.parent() else {
        return file.to_owned();
    };
    let above = parent.ancestors().take_while(|folder| match top {
        Some(top) => folder.starts_with(top),
        None => true,
    });
    let most = if top.is_some() {
        usize::MAX
    } else {
        MOST_ABOVE
    };
    for folder in above.take(most) {
        let declaring = declaring(folder);
        let is_one_of_several = declaring.len() > 1 && declaring.iter().any(|it| it == file);
        if is_one_of_several {
            return file.to_owned();
        }
        if !declaring.is_empty() {
            return folder.to_owned();
        }
    }
    parent.to_owned()
}

/// The files of a folder that have a `policy` block.
fn declaring(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| is_policy(path) && path.is_file())
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| declares_policy(&text)))
        .collect();
    files.sort();
    files
}

fn declares_policy(text: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.trim_start().strip_prefix("policy");
        rest.is_some_and(|rest| rest.trim_start().starts_with('"') && rest != rest.trim_start())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    const POLICY: &str = "# ours\npolicy \"P\" {}\n";

    #[test]
    fn the_nearest_folder_with_a_policy_is_meant() {
        let folder = folder(&[
            ("a/policy.ground", POLICY),
            ("a/sales/owner.ground", ""),
            ("b/x.ground", "policy_x = 1"),
        ]);
        let path = |name: &str| folder.path().join(name);
        let of = |name: &str| policy_of(&path(name), Some(folder.path()));
        assert_eq!(of("a/policy.ground"), path("a"));
        assert_eq!(of("a/sales/owner.ground"), path("a"));
        assert_eq!(of("a/sales/new.ground"), path("a"), "it need not be there");
        assert_eq!(of("b/x.ground"), path("b"));
    }

    #[test]
    fn of_several_policies_in_a_folder_each_stands_alone() {
        let folder = folder(&[("a.ground", POLICY), ("b.ground", POLICY), ("c.ground", "")]);
        let path = |name: &str| folder.path().join(name);
        assert_eq!(policy_of(&path("a.ground"), None), path("a.ground"));
        assert_eq!(policy_of(&path("c.ground"), None), folder.path());
    }

    #[test]
    fn nothing_above_the_folder_of_the_editor_is_looked_at() {
        let folder = folder(&[("policy.ground", POLICY), ("in/a.ground", "")]);
        let path = |name: &str| folder.path().join(name);
        assert_eq!(
            policy_of(&path("in/a.ground"), Some(&path("in"))),
            path("in")
        );
    }
}
