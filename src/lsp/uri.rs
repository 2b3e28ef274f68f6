//! Addresses of files: `file:///home/ana/a%20b.ground` and paths.

use std::path::{Path, PathBuf};

/// The path of a `file` address; none for any other.
#[must_use]
pub(crate) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // The host before the path is empty, or this machine.
    let at = rest.find('/')?;
    let (host, path) = rest.split_at_checked(at)?;
    if !matches!(host, "" | "localhost") {
        return None;
    }
    let path = decoded(path)?;
    let path = match path
        .strip_prefix('/')
        .filter(|rest| starts_with_drive(rest))
    {
        Some(rest) if cfg!(windows) => rest.to_owned(),
        _ => path,
    };
    Some(PathBuf::from(path))
}

/// The address of an absolute path.
#[must_use]
pub(crate) fn uri_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = match cfg!(windows) {
        true => text.replace('\\', "/"),
        false => text.into_owned(),
    };
    let mut uri = String::from("file://");
    if starts_with_drive(&text) {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn starts_with_drive(path: &str) -> bool {
    let mut bytes = path.bytes();
    let letter = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    letter && bytes.next() == Some(b':')
}

/// The text behind `%C3%84`; none where that is no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (rest.next()?, rest.next()?);
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_lead_to_each_other() {
        for path in ["/a/b.ground", "/a b/Ä%/c#?.ground", "/"] {
            let path = Path::new(path);
            assert_eq!(path_of(&uri_of(path)).as_deref(), Some(path));
        }
        assert_eq!(uri_of(Path::new("/a b")), "file:///a%20b");
        let other = path_of("file://localhost/c%3A/x").unwrap();
        assert_eq!(
            other.to_str(),
            Some("/c:/x").filter(|_| cfg!(unix)).or(Some("c:/x"))
        );
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for uri in [
            "untitled:Untitled-1",
            "file://server/a",
            "file:///%zz",
            "file:///%ff",
            "",
        ] {
            assert_eq!(path_of(uri), None, "{uri}");
        }
    }
}
