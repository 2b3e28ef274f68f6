//! How bytes are text.

/// A way to write text as bytes, by its name in the
/// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding of this name, such as `windows-1252` or `utf-16le`; the standard's other labels
    /// for it, such as `latin1`, do as well.
    #[must_use]
    pub fn named(name: &str) -> Option<Encoding> {
        let found = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes())?;
        (found != encoding_rs::X_USER_DEFINED).then_some(Encoding(found))
    }

    /// Its name in the standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_names_and_labels() {
        let name = |label| Encoding::named(label).map(Encoding::name);
        assert_eq!(name("windows-1252"), Some("windows-1252"));
        assert_eq!(name(" Latin1 "), Some("windows-1252"));
        assert_eq!(name("utf8"), Some("UTF-8"));
        assert_eq!(name("klingon"), None);
        assert_eq!(name("x-user-defined"), None);
        assert_eq!(name("iso-2022-cn"), None);
    }
}
