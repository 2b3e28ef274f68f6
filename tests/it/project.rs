//! What the project ships, for tests to look at: its files, and the schemas of what it prints.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file or folder of the project.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The same, as the program is called with it.
pub(crate) fn argument(name: &str) -> String {
    path(name).to_str().unwrap().to_owned()
}

/// The text of a file of the project.
pub(crate) fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

/// Fails unless `data` is what the schema of this name in `schema/` describes.
#[track_caller]
pub(crate) fn assert_valid(schema: &str, data: &Value) {
    let schema: Value =
        serde_json::from_str(&text(&format!("schema/{schema}.schema.json"))).unwrap();
    assert!(
        jsonschema::draft202012::meta::is_valid(&schema),
        "the schema itself is wrong"
    );
    assert_holds(&schema, data);
}

/// Fails unless `data` is what a schema describes.
#[track_caller]
pub(crate) fn assert_holds(schema: &Value, data: &Value) {
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let faults: Vec<_> = validator
        .iter_errors(data)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{data:#}");
}

/// The files of a folder of the project, by their paths in it.
pub(crate) fn files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = path(folder);
    let (mut files, mut open) = (BTreeMap::new(), vec![folder.clone()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(&folder).unwrap().to_str().unwrap();
                files.insert(name.replace('\\', "/"), std::fs::read(&entry).unwrap());
            }
        }
    }
    files
}
