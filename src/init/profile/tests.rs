//! Columns as they are counted.

use super::*;

fn profiled(texts: &[&str]) -> Result<Profile, DataError> {
    let input = |text: &&str| Input {
        name: "a.csv".to_owned(),
        bytes: Box::new(std::io::Cursor::new(text.as_bytes().to_vec())),
    };
    let layout = Layout {
        delimiter: b',',
        encoding: None,
    };
    profile(texts.iter().map(input).collect(), layout, &Aside::default())
}

#[test]
fn cells_are_counted_by_what_they_hold() {
    let found = profiled(&["Id,City, City \n1,Select,x\n2,,y\n3,Mumbai,y\n4,SELECT,y\n"]).unwrap();
    let [id, city, second] = found.columns.as_slice() else {
        panic!()
    };
    assert!(id.is_unique() && !city.is_unique() && !second.is_unique());
    assert_eq!((city.blank, city.values.len(), city.more), (1, 1, false));
    assert_eq!(city.placeholders["select"], ("Select".to_owned(), 2));
    assert_eq!(
        (id.occurrence, city.occurrence, second.occurrence),
        (None, Some(1), Some(2))
    );
    assert_eq!((found.rows, found.ragged), (4, 0));
}

#[test]
fn what_nearly_tells_records_apart_is_known() {
    let rows: String = (0..100)
        .map(|number| format!("{},x\n", number % 97))
        .collect();
    let found = profiled(&[&format!("Id,a\n{rows}\"\",x\n")]).unwrap();
    let [id, a] = found.columns.as_slice() else {
        panic!()
    };
    assert_eq!((id.repeated, id.blank, id.last_filled), (3, 1, 100));
    assert!(id.is_nearly_unique(found.rows) && !id.is_unique());
    assert!(!a.is_nearly_unique(found.rows));
}

#[test]
fn a_record_of_another_length_counts_for_keys_only() {
    let found = profiled(&["id,city\n1,x\n2\n1\n"]).unwrap();
    let [id, city] = found.columns.as_slice() else {
        panic!()
    };
    assert_eq!((found.rows, found.ragged), (3, 2));
    assert!(!id.is_unique());
    assert_eq!((id.values.len(), city.values.len()), (1, 1));
}

#[test]
fn what_does_not_fit_is_evidence_all_the_same() {
    let rows: String = (0..1000).map(|number| format!("{number}.5\n")).collect();
    let found = profiled(&[&format!("n\n{rows}")]).unwrap();
    let column = &found.columns[0];
    assert!(column.more && column.values.len() == MOST_VALUES && column.members.is_none());
    assert_eq!(column.evidence().numbers.cells, 1000);
    assert_eq!(column.evidence().numbers.broken, 1000);
}

#[test]
fn parts_of_an_export_are_one_and_others_are_refused() {
    let found = profiled(&["id,a\n1,x\n", "id,a\n2,y\n1,z\n"]).unwrap();
    assert_eq!(found.rows, 3);
    assert!(!found.columns[0].is_unique());
    let other = profiled(&["id,a\n1,x\n", "id,b\n2,y\n"]).unwrap_err();
    assert_eq!(
        other.message,
        "the file has other columns than the first file"
    );
}

#[test]
fn what_is_no_export_is_refused() {
    for (text, message) in [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        (",,\n", "the first row of the file names no column"),
        ("a\0b,c\n", "the file is no CSV: its first row is no text"),
        (
            "a\n\"b",
            "the quote that opens in row 2, column 1, on line 2 never closes",
        ),
    ] {
        assert_eq!(profiled(&[text]).unwrap_err().message, message);
    }
    let wide = vec!["a"; MOST_COLUMNS + 1].join(",");
    assert!(
        profiled(&[&wide])
            .unwrap_err()
            .message
            .contains("2001 columns")
    );
}
