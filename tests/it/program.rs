//! Calls of the built program in a folder of its own, with nothing from the surroundings.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder in which the program is called.
pub(crate) struct Folder(TempDir);

/// What a call came to.
pub(crate) struct Called {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    /// A folder with a file `policy.ground`.
    pub(crate) fn with(policy: &str) -> Folder {
        Folder::new(&[("policy.ground", policy.as_bytes())])
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The program, ready to be called here.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundrules"));
        command.args(arguments).current_dir(self.path()).env_clear();
        command
    }

    /// Calls the program with nothing on standard input.
    pub(crate) fn call(&self, arguments: &[&str]) -> Called {
        called(
            self.command(arguments)
                .stdin(Stdio::null())
                .output()
                .unwrap(),
        )
    }

    /// Calls the program with these bytes on standard input.
    pub(crate) fn call_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Called {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_ref())
            .unwrap();
        called(child.wait_with_output().unwrap())
    }
}

fn called(output: Output) -> Called {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Called {
        code: output.status.code().expect("the program ended by a signal"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Called {
    /// Fails unless the call ended like this.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}
