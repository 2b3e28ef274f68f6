//! The `groundrules` command: see [`groundrules::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    groundrules::cli::main()
}
