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

    /// What is read where nothing says otherwise.
    pub const UTF_8: Encoding = Encoding(encoding_rs::UTF_8);

    /// The encoding that the byte order mark at the start of a text names, and the length of the
    /// mark.
    pub(super) fn marked(start: &[u8]) -> Option<(Encoding, usize)> {
        let (found, length) = encoding_rs::Encoding::for_bom(start)?;
        Some((Encoding(found), length))
    }

    /// Makes text of its bytes; nothing where they are UTF-8 already.
    pub(super) fn decoder(self) -> Option<encoding_rs::Decoder> {
        (self != Encoding::UTF_8).then(|| self.0.new_decoder_without_bom_handling())
    }
}

/// Whether bytes that are not UTF-8 would be text in windows-1252, the usual encoding of exports
/// from Windows. Five bytes mean nothing in it.
pub(super) fn may_be_windows_1252(bytes: &[u8]) -> bool {
    const UNUSED: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    !bytes.iter().any(|byte| UNUSED.contains(byte))
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

    #[test]
    fn marks_name_their_encoding() {
        let marked = |start: &[u8]| Encoding::marked(start).map(|(it, size)| (it.name(), size));
        assert_eq!(marked(b"\xef\xbb\xbfa"), Some(("UTF-8", 3)));
        assert_eq!(marked(b"\xff\xfe"), Some(("UTF-16LE", 2)));
        assert_eq!(marked(b"\xfe\xff\0a"), Some(("UTF-16BE", 2)));
        assert_eq!(marked(b"\xef\xbb"), None);
    }

    #[test]
    fn what_may_be_windows_1252() {
        assert!(may_be_windows_1252(b"K\xf6ln, 5 \x80"));
        assert!(!may_be_windows_1252(b"K\x81ln"));
    }
}
