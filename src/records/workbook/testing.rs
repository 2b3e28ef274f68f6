//! Workbooks for tests, made part by part. The tests of the command line use this file, too.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// A workbook that is being made.
pub(crate) struct Book {
    parts: Vec<(String, String)>,
}

const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book {
    /// A workbook with these sheets, of each the name and the rows.
    pub(crate) fn new(sheets: &[(&str, &str)]) -> Book {
        let mut book = Book { parts: Vec::new() };
        let (mut list, mut places) = (String::new(), String::new());
        for (number, (name, rows)) in sheets.iter().enumerate() {
            list += &format!(r#"<sheet name="{name}" sheetId="{number}" r:id="s{number}"/>"#);
            places += &related(
                &format!("s{number}"),
                "worksheet",
                &format!("w/{number}.xml"),
            );
            let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            book = book.with(&format!("xl/w/{number}.xml"), &sheet);
        }
        places += &related("t", "sharedStrings", "/xl/texts.xml");
        places += &related("f", "styles", "./styles.xml");
        let book_xml = format!("<workbook><workbookPr/><sheets>{list}</sheets></workbook>");
        book.with(
            "_rels/.rels",
            &all(&related("b", "officeDocument", "xl/workbook.xml")),
        )
        .with("xl/workbook.xml", &book_xml)
        .with("xl/_rels/workbook.xml.rels", &all(&places))
        .with("xl/texts.xml", "<sst/>")
        .with("xl/styles.xml", "<styleSheet/>")
    }

    /// The same workbook with this part in place of the one of the same name.
    pub(crate) fn with(mut self, name: &str, text: &str) -> Book {
        self.parts.retain(|(known, _)| known != name);
        self.parts.push((name.to_owned(), text.to_owned()));
        self
    }

    /// The same workbook without a part.
    pub(crate) fn without(mut self, name: &str) -> Book {
        self.parts.retain(|(known, _)| known != name);
        self
    }

    /// The workbook as a file, with its parts packed.
    pub(crate) fn packed(&self) -> Vec<u8> {
        self.file(|bytes| {
            let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(bytes).unwrap();
            (8, packed.finish().unwrap())
        })
    }

    /// The workbook as a file, with its parts as they are.
    pub(crate) fn plain(&self) -> Vec<u8> {
        self.file(|bytes| (0, bytes.to_owned()))
    }

    fn file(&self, pack: impl Fn(&[u8]) -> (u16, Vec<u8>)) -> Vec<u8> {
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in &self.parts {
            let (method, packed) = pack(text.as_bytes());
            let mut crc = Crc::new();
            crc.update(text.as_bytes());
            let offset = u32::try_from(file.len()).unwrap();
            let mut header = [20_u16, 0, method, 0, 0].map(u16::to_le_bytes).concat();
            let sizes = [crc.sum(), size(&packed), size(text.as_bytes())];
            header.extend(sizes.map(u32::to_le_bytes).concat());
            let name_length = u16::try_from(name.len()).unwrap();
            header.extend([name_length, 0].map(u16::to_le_bytes).concat());
            file.extend([b"PK\x03\x04", header.as_slice(), name.as_bytes(), &packed].concat());
            directory.extend([b"PK\x01\x02\x14\0", header.as_slice(), &[0; 10]].concat());
            directory.extend([&offset.to_le_bytes(), name.as_bytes()].concat());
        }
        let count = u16::try_from(self.parts.len()).unwrap();
        let place = [size(&directory), size(&file)]
            .map(u32::to_le_bytes)
            .concat();
        file.extend(directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([count, count].map(u16::to_le_bytes).concat());
        file.extend([place.as_slice(), b"\0\0"].concat());
        file
    }
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

fn related(id: &str, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{id}" Type="{RELATED}/{kind}" Target="{target}"/>"#)
}

fn all(relationships: &str) -> String {
    format!("<Relationships>{relationships}</Relationships>")
}
