//! Workbooks whole, good ones and hostile ones.

use std::io::{Cursor, Read};

use proptest::prelude::*;

use super::sheet_as_csv;
use super::testing::Book;

/// The CSV that comes out, and why no more.
fn read(bytes: &[u8], sheet: Option<&str>) -> (String, Option<String>) {
    let mut csv = Vec::new();
    let error = match sheet_as_csv(Cursor::new(bytes), sheet) {
        Ok(mut rows) => rows.read_to_end(&mut csv).err().map(|it| it.to_string()),
        Err(error) => Some(error.to_string()),
    };
    (String::from_utf8(csv).unwrap(), error)
}

/// The CSV of a workbook in which nothing is wrong.
fn csv(book: &Book) -> String {
    let packed = read(&book.packed(), None);
    assert_eq!(packed, read(&book.plain(), None), "packed or not");
    assert_eq!(packed.1, None);
    packed.0
}

/// What is wrong with the first sheet.
fn wrong(rows: &str) -> String {
    let book = Book::new(&[("A", rows)]);
    read(&book.packed(), None).1.unwrap()
}

#[test]
fn values_are_as_a_person_sees_them() {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
        <c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>a "b"</t></is></c></row>
        <row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>0.10000000000000001</v></c>
        <c r="C2" t="b"><v>1</v></c><c r="D2" t="b"><v>0</v></c></row>
        <row r="3"><c r="A3" s="1"><v>46082</v></c><c r="B3" s="2"><v>46082.75</v></c>
        <c r="C3" s="3"><v>2134</v></c><c r="D3" s="9"><v>5</v></c></row>
        <row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4" t="str"><f>A1&amp;"x"</f><v>x&lt;&#10;y</v></c>
        <c r="C4"><f>1+1</f><v>2</v></c><c r="D4" t="d"><v>2026-03-01T08:00:00</v></c></row>
        <row><c><v>7</v></c><c t="str"><f>""</f><v></v></c><c t="inlineStr"><is><r><t>one </t></r>
        <r><t xml:space="preserve">two</t></r><rPh><t>ni</t></rPh></is></c></row>"#;
    let texts = r"<sst uniqueCount='3'><si><t>Größe, cm</t></si><si/><si><r><t>a_x000D_</t></r>
        <r><t>_x005F_x0_x_</t></r><phoneticPr/></si></sst>";
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>
        <xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let book = Book::new(&[("A", rows)]);
    let book = book
        .with("xl/texts.xml", texts)
        .with("xl/styles.xml", styles);
    let expected = "\"Größe, cm\",,\"a\r_x0_x_\",\"a \"\"b\"\"\"\n3,0.1,TRUE,FALSE\n\
                    2026-03-01,2026-03-01T18:00:00,02134,5\n#N/A,\"x<\ny\",2,2026-03-01T08:00:00\n\
                    7,,one two,\n";
    assert_eq!(csv(&book), expected);
    let old = "<workbook><workbookPr date1904='1'/><sheets><sheet name='A' r:id='s0'/></sheets>\
               </workbook>";
    let later = csv(&book.with("xl/workbook.xml", old));
    assert!(later.contains("2030-03-02,2030-03-02T18:00:00"), "{later}");
}

#[test]
fn rows_keep_their_lines_and_the_width_of_the_first() {
    let rows = r#"<row r="3"><c r="B3"><v>1</v></c><c r="D3"/></row><row r="4"><c r="A4"/></row>
        <row r="5"><c r="A5"><v>2</v></c></row><row/>
        <row r="8"><c r="C8"><v>3</v></c></row><row r="9"><c r="A9" t="str"><v></v></c></row>"#;
    let book = Book::new(&[("A", rows)]);
    assert_eq!(csv(&book), "\n\n,1\n\n2,\n\n\n,,3\n");
    assert_eq!(csv(&Book::new(&[("A", "")])), "");
}

#[test]
fn tags_around_the_rows_are_no_rows() {
    let sheet = "<x:worksheet><x:dimension ref='A1:XFD1048576'/><x:sheetData><x:row r='1'><x:c r='A1'>\
                 <x:v>1</x:v><x:extLst/></x:c></x:row></x:sheetData><controls><xdr:row>9</xdr:row>\
                 <c r='B7'><v>2</v></c></controls></x:worksheet>";
    let book = Book::new(&[("A", "")]).with("xl/w/0.xml", sheet);
    assert_eq!(csv(&book), "1\n");
}

#[test]
fn sheets_are_chosen_by_name_or_the_first_that_is_shown() {
    let row = |value| format!("<row><c><v>{value}</v></c></row>");
    let book = Book::new(&[("One", &row(1)), ("Two &amp; more", &row(2))]);
    let bytes = book.packed();
    assert_eq!(read(&bytes, None).0, "1\n");
    assert_eq!(read(&bytes, Some("Two & more")).0, "2\n");
    assert_eq!(read(&bytes, Some("two & MORE")).0, "2\n");
    let error = sheet_as_csv(Cursor::new(&bytes), Some("Tow"))
        .err()
        .unwrap();
    assert_eq!(error.message, "the workbook has no sheet `Tow`");
    assert_eq!(error.sheets, ["One", "Two & more"]);
    let hidden = "<workbook><sheets><sheet name='One' r:id='s0' state='hidden'/>\
                  <sheet name='Two' r:id='s1' state='visible'/></sheets></workbook>";
    let bytes = book.with("xl/workbook.xml", hidden).packed();
    assert_eq!(read(&bytes, None).0, "2\n");
    assert_eq!(read(&bytes, Some("One")).0, "1\n");
    let none = Book::new(&[]).packed();
    let error = read(&none, Some("A")).1.unwrap();
    assert_eq!(error, "the workbook has no sheet with rows");
}

#[test]
fn cells_that_cannot_be_trusted_are_named() {
    for (cells, expected) in [
        (
            "<c r='B1'><f>A1+1</f></c>",
            "cell B1 has a formula whose result is not stored",
        ),
        (
            "<c r='B1'><f>A1+1</f><v/></c>",
            "cell B1 has a formula whose result is not stored",
        ),
        (
            "<c r='A1' t='s'><v>0</v></c>",
            "cell A1 has a text that the workbook does not hold",
        ),
        (
            "<c r='A1' t='n'><v>abc</v></c>",
            "cell A1 is no number, and says it is",
        ),
        (
            "<c r='A1' t='b'><v>yes</v></c>",
            "cell A1 is neither true nor false",
        ),
        (
            "<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>",
            "cell A1 comes twice",
        ),
        ("<c r='A2'><v>1</v></c>", "row 1 has a cell `A2` in it"),
        (
            "<c r='XFE1'><v>1</v></c>",
            "row 1 has more than 16384 columns",
        ),
        ("<c t='x'><v>1</v></c>", "row 1 has a cell of the kind `x`"),
        ("<c><v>&what;</v></c>", "nothing says what `&what;` is"),
        ("<c><v>1</w></c>", "`xl/w/0.xml` in it is damaged: "),
    ] {
        let error = wrong(&format!("<row r='1'>{cells}</row>"));
        assert!(error.starts_with(expected), "{cells}: {error}");
    }
    assert!(wrong("<row r='1048577'/>").starts_with("it has a row 1048577"));
    for rows in ["<row r='2'/><row r='2'/>", "<row r='2'/><row r='1'/>"] {
        assert_eq!(wrong(rows), "what comes behind row 2 is no later row");
    }
    assert!(wrong("<row r='0'/>").starts_with("what comes behind row 0"));
}

#[test]
fn cells_in_far_corners_take_no_room() {
    let rows = "<row r='1'><c r='A1'><v>1</v></c></row>\
                <row r='1048576'><c r='XFD1048576'><v>2</v></c></row>";
    let text = csv(&Book::new(&[("A", rows)]));
    let expected = format!("1{}{}2\n", "\n".repeat(1_048_575), ",".repeat(16_383));
    assert!(text == expected);
}

#[test]
fn stated_sizes_are_not_believed() {
    let count = u64::MAX.to_string();
    let texts = format!("<sst count='{count}' uniqueCount='{count}'><si><t>a</t></si></sst>");
    let book = Book::new(&[("A", "<row><c t='s'><v>0</v></c></row>")]);
    assert_eq!(csv(&book.with("xl/texts.xml", &texts)), "a\n");

    let bytes = Book::new(&[("A", "<row><c><v>1</v></c></row>")]).packed();
    let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
    let of_size = |size: u32| {
        let mut bytes = bytes.clone();
        bytes[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
        read(&bytes, None).1.unwrap()
    };
    assert_eq!(
        of_size(3),
        "`xl/w/0.xml` in it is damaged: there is more in it than the workbook states"
    );
    let error = of_size(9999);
    assert_eq!(
        error,
        "`xl/w/0.xml` in it is damaged: it is not what was packed"
    );
    assert!(of_size(u32::MAX).contains("it is not what was packed"));
}

#[test]
fn bombs_are_stopped_where_they_grow() {
    let long = "z".repeat(20 << 20);
    let error = wrong(&format!("<row><c t='str'><v>{long}</v></c></row>"));
    assert!(
        error.contains("a value in it is larger than 8 MiB"),
        "{error}"
    );
    let long = "z".repeat((1 << 20) + 1);
    let error = wrong(&format!("<row><c t='str'><v>{long}</v></c></row>"));
    assert_eq!(error, "a text in it is larger than 1 MiB");
    let pieces = format!("<r><t>{}</t></r>", "z".repeat(1 << 19)).repeat(3);
    let error = wrong(&format!(
        "<row><c t='inlineStr'><is>{pieces}</is></c></row>"
    ));
    assert_eq!(error, "a text in it is larger than 1 MiB");

    let texts = format!("<sst><si><t>{}</t></si></sst>", "z".repeat(1 << 20));
    let rows = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(17));
    let book = Book::new(&[("A", &rows)]).with("xl/texts.xml", &texts);
    let error = read(&book.packed(), None).1.unwrap();
    assert_eq!(error, "cell Q1 makes its row larger than 16 MiB");
    assert_eq!(
        wrong(&"<a>".repeat(200)),
        "its tags lie too deep in one another"
    );
}

#[test]
fn what_is_no_whole_workbook_is_named() {
    let book = || Book::new(&[("A", "<row><c><v>1</v></c></row>")]);
    let error = |book: Book| read(&book.packed(), None).1.unwrap();
    assert!(error(book().without("_rels/.rels")).contains("no Excel workbook is in it"));
    let ods = book().without("_rels/.rels").with("content.xml", "");
    assert!(error(ods).contains("the file is an OpenDocument file (.ods)"));
    let binary = "<Relationships><Relationship Id='b' Type='x/officeDocument' \
                  Target='xl/workbook.bin'/></Relationships>";
    assert!(error(book().with("_rels/.rels", binary)).contains("(.xlsb)"));
    assert!(error(book().without("xl/w/0.xml")).contains("it has no part `xl/w/0.xml`"));
    let nowhere = error(book().with("xl/_rels/workbook.xml.rels", "<Relationships/>"));
    assert!(
        nowhere.contains("nothing says where its sheet `A` is"),
        "{nowhere}"
    );
    let cut = error(book().with("xl/w/0.xml", "<worksheet><sheetData><row>"));
    assert_eq!(cut, "a part of it is cut off");
    let bytes = book().packed();
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length], None).1.is_some(), "cut at {length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A byte that is another one is noticed, or changes nothing that is read.
    #[test]
    fn damage_is_noticed(at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let texts = "<sst><si><t>name</t></si></sst>";
        let rows = "<row><c t='s'><v>0</v></c></row><row><c><v>12</v></c></row>";
        let book = Book::new(&[("A", rows)]).with("xl/texts.xml", texts);
        let mut bytes = book.packed();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let (text, error) = read(&bytes, None);
        prop_assert!("name\n12\n".starts_with(&text) || error.is_some(), "{text} {error:?}");
        prop_assert!(error.is_some() || text == "name\n12\n", "{text}");
    }
}
