//! Exports in other languages than English, and what programs write behind the leads.

use super::{field, text, times};

/// So many leads with these cells, one row after the other, and the trailer.
fn export(header: &str, rows: &[&str], trailer: &str) -> String {
    let leads = (1..=40).zip(rows.iter().cycle());
    let leads: String = leads.map(|(id, row)| format!("{id},{row}\n")).collect();
    text(&format!("Id,{header}\n{leads}{trailer}"))
}

#[test]
fn yes_and_no_are_known_in_other_languages() {
    for (yes, no) in [
        ("Ja", "Nein"),
        ("Oui", "Non"),
        ("Sí", "No"),
        ("Tak", "Nie"),
        ("ANO", "NE"),
    ] {
        assert_eq!(
            field("Newsletter", &[yes, no, ""]),
            "newsletter: boolean # 33.3% missing"
        );
        let rows = [format!("{yes},{no}"), format!("{no},{no}")];
        let made = export("A,B", &rows.each_ref().map(String::as_str), "");
        assert!(made.contains("a:  boolean\n"), "{made}");
        // One word of those that stand in another column is enough.
        assert!(made.contains("b:  boolean  # always no"), "{made}");
        assert!(
            made.contains(&format!("  yes \"{yes}\"\n  no  \"{no}\"\n")),
            "{made}"
        );
    }
    assert_eq!(
        field("Is customer", &["Ja", "Ja"]),
        "is_customer: boolean # always yes"
    );
    for others in [&["Ja", "Nein", "Vielleicht"][..], &["Ja", "Non"], &["Da"]] {
        let line = field("Newsletter", &times(others, 6));
        assert!(line.starts_with("newsletter: one of"), "{line}");
    }
}

#[test]
fn the_words_of_all_columns_are_said() {
    let made = export("A,B,C", &["Ja,Yes,1", "Nein,No,0", "ja,unbekannt,1"], "");
    assert!(made.contains("  yes \"Ja\", \"Yes\", \"1\"\n"), "{made}");
    assert!(made.contains("  no  \"Nein\", \"No\", \"0\"\n"), "{made}");
    assert!(!export("A", &["Yes", "No"], "").contains("  yes "));
}

#[test]
fn placeholders_are_known_in_other_languages() {
    let made = export(
        "Land,Staff",
        &["Ungarn,5", "Bitte wählen,Bitte wählen", "Chile,k.A."],
        "",
    );
    assert!(made.contains("staff: integer >= 0"), "{made}");
    assert!(made.contains("one of ungarn | chile"), "{made}");
    assert!(
        made.contains("missing everywhere \"Bitte wählen\", \"k.A.\""),
        "{made}"
    );
}

#[test]
fn a_word_stands_for_nothing_by_where_it_stands() {
    // All that keeps two columns from being numbers stands for nothing everywhere.
    let made = export(
        "A,B,City",
        &["5,7,Graz", "Vuoto,7,Vuoto", "6,Vuoto,Linz"],
        "",
    );
    assert!(
        made.contains("a:    integer") && made.contains("b:    integer"),
        "{made}"
    );
    assert!(made.contains("one of graz | linz"), "{made}");
    assert!(made.contains("missing everywhere \"Vuoto\""), "{made}");
    // With one such column it may be a value of the other.
    let made = export("A,Plan", &["5,Flat", "Flat,Other", "6,Other"], "");
    assert!(
        made.contains("a:    integer") && made.contains("missing \"Flat\""),
        "{made}"
    );
    assert!(made.contains("one of other | flat"), "{made}");
    // And alone it is what it is.
    let made = export("A", &["5", "Flat", "6"], "");
    assert!(
        made.contains("a:  one of \"5\" | \"6\" | flat") && !made.contains("missing \""),
        "{made}"
    );
}

#[test]
fn rows_behind_the_leads_are_left_out() {
    let rows = ["Graz,5,x", "Linz,6,y"];
    for (trailer, last) in [
        (",Total: 40 leads,,\n", "The last row has no `Id`"),
        (",Total: 40 leads\n", "The last row has no `Id`"),
        (",,,\n,,220,\n", "The last 2 rows have no `Id`"),
    ] {
        let made = export("City,Staff,Note", &rows, trailer);
        assert!(made.contains(last), "{made}");
        assert!(
            made.contains("  skip rows where \"Id\" is \"\"\n"),
            "{made}"
        );
        assert!(
            made.contains("id:    text key") && !made.contains("% missing"),
            "{made}"
        );
        assert!(
            made.contains("one of graz | linz") && made.contains("5 to 6"),
            "{made}"
        );
        assert!(made.contains("`leads.csv`: 40 rows, 4 columns"), "{made}");
    }
}

#[test]
fn rows_that_may_be_leads_are_kept() {
    let rows = ["Graz,5,x", "Linz,6,y"];
    for trailer in [
        // With all that leads have.
        ",Graz,5,x\n",
        // Too many of them.
        ",,1,\n,,2,\n,,3,\n,,4,\n",
        // Not only at the end.
        ",,1,\n41,Graz,5,x\n",
    ] {
        let made = export("City,Staff,Note", &rows, trailer);
        assert!(!made.contains("  skip rows"), "{made}");
        assert!(made.contains("No column tells all rows apart"), "{made}");
    }
    // Another column tells them apart.
    let numbered: String = (1..=40)
        .map(|id| format!("{id},a{id}@b.example\n"))
        .collect();
    let made = text(&format!("Id,Email\n{numbered},last@b.example\n"));
    assert!(
        made.contains("email: text key") && !made.contains("  skip rows"),
        "{made}"
    );
}

#[test]
fn nothing_is_said_of_cells_that_there_are_not() {
    let made = text("Id,Betrag\n");
    assert!(
        made.contains("  id:     text key\n  betrag: text\n"),
        "{made}"
    );
}
