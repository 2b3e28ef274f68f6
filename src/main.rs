//! The `groundrules` program.

fn main() {}
