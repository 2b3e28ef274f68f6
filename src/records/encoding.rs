//! How bytes are text.

/// A way to write text as bytes, by its name in the
/// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encodings that exports are written in, by their names in the standard.
    pub const NAMES: &[&str] = &[
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "windows-1250",
        "windows-1251",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "macintosh",
        "ibm866",
        "koi8-r",
        "koi8-u",
        "shift_jis",
        "euc-jp",
        "iso-2022-jp",
        "gbk",
        "gb18030",
        "big5",
        "euc-kr",
    ];

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
        for label in Encoding::NAMES {
            let found = name(label).map(str::to_lowercase);
            assert_eq!(found.as_deref(), Some(*label));
        }
        assert_eq!(name("x-user-defined"), None);
        assert_eq!(name("iso-2022-cn"), None);
    }
}
