//! Headers as names of fields, and what a name says of its column.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::syntax::RESERVED;

/// The longest name that is made of a header, in characters.
const LONGEST: usize = 40;

/// A name for what people call so: `No. of Employees` is `no_of_employees`, `AnnualRevenue` is
/// `annual_revenue`. `None` where it has no letters that a name may have.
pub(super) fn identifier(text: &str) -> Option<String> {
    let words = words(text);
    if !words
        .iter()
        .any(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
    {
        return None;
    }
    let mut name = String::new();
    for word in &words {
        if !name.is_empty() && name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.extend(word.chars().take(LONGEST));
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "the_");
    }
    if RESERVED.contains(&name.as_str()) {
        name.push_str("_field");
    }
    Some(name)
}

/// The words of a text in small ASCII letters and digits. Nothing is left of a text that is mostly
/// in other letters, since what remained would say something else.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = text.strip_suffix("__c").unwrap_or(text);
    let plain: String = text.nfkd().filter_map(plain).collect();
    let other = |c: &char| c.is_alphabetic() && !c.is_ascii();
    if plain.chars().any(|c| other(&c)) {
        return Vec::new();
    }
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_small = chars.peek().is_some_and(char::is_ascii_lowercase);
        // `leadSource`, and `HTTPStatus` before the last capital.
        let starts = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_uppercase() && next_is_small);
        if (starts || !c.is_ascii_alphanumeric()) && words.last().is_some_and(|it| !it.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A letter without what stands above or below it; nothing for marks, which NFKD sets apart, and
/// for apostrophes.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{300}'..='\u{36f}' | '\'' | '’' => None,
        'ø' | 'Ø' => Some('o'),
        'ł' | 'Ł' => Some('l'),
        'đ' | 'Đ' | 'ð' => Some('d'),
        'ß' => Some('s'),
        'æ' | 'Æ' => Some('a'),
        'œ' | 'Œ' => Some('o'),
        'ı' => Some('i'),
        other => Some(other),
    }
}

/// Names that are in use.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// The name itself, or with a number behind it where it is in use.
    pub(super) fn free(&mut self, name: &str) -> String {
        let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names
            .find(|name| !self.0.contains(name))
            .unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

/// What a column's name says of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Numbers and phones that are not for counting: they stay text.
    Code,
    /// Names of people, addresses, prose: they stay text, and are never listed.
    Personal,
    /// Places: a few of them are listed values, many are text.
    Place,
    /// Amounts of money.
    Amount,
    /// How many of something.
    Count,
    /// Yes or no.
    YesNo,
    /// Nothing.
    Nothing,
}

const CODES: &[&str] = &[
    "id",
    "ids",
    "uid",
    "uuid",
    "guid",
    "zip",
    "zipcode",
    "postal",
    "postalcode",
    "postcode",
    "plz",
    "pincode",
    "phone",
    "mobilephone",
    "mobile",
    "telephone",
    "tel",
    "fax",
    "duns",
    "vat",
    "iban",
    "ssn",
    "sku",
    "barcode",
    "hash",
    "token",
];
const PERSONAL: &[&str] = &[
    "name",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "salutation",
    "owner",
    "email",
    "mail",
    "assignee",
    "rep",
    "address",
    "street",
    "jobtitle",
    "title",
    "note",
    "notes",
    "description",
    "comment",
    "comments",
    "message",
    "subject",
    "url",
    "website",
    "domain",
    "link",
    "linkedin",
    "twitter",
    "company",
    "account",
    "birthday",
    "ip",
];
const PLACES: &[&str] = &[
    "city", "town", "state", "province", "region", "county", "country",
];
const AMOUNTS: &[&str] = &[
    "revenue",
    "annualrevenue",
    "amount",
    "price",
    "budget",
    "mrr",
    "arr",
    "acv",
    "spend",
    "cost",
    "salary",
    "turnover",
    "income",
    "value",
];
const COUNTS: &[&str] = &[
    "number",
    "num",
    "no",
    "count",
    "visits",
    "total",
    "score",
    "times",
    "quantity",
    "qty",
    "views",
    "opens",
    "clicks",
    "points",
    "level",
    "index",
    "employees",
    "rank",
    "rating",
    "age",
];
const YES_NO: &[&str] = &[
    "is",
    "has",
    "do",
    "does",
    "opt",
    "opted",
    "optout",
    "converted",
];

/// What the name of a column says.
pub(super) fn says(header: &str) -> Says {
    let words = words(header);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map_or("", String::as_str);
    let first = words.first().map_or("", String::as_str);
    if any(CODES) || words.len() > 1 && matches!(last, "number" | "no" | "nr" | "code") {
        Says::Code
    } else if YES_NO.contains(&first) || any(&["optout", "opted", "opt"]) || last == "converted" {
        Says::YesNo
    } else if COUNTS.contains(&first) || COUNTS.contains(&last) {
        Says::Count
    } else if PERSONAL.contains(&last) {
        Says::Personal
    } else if any(PLACES) {
        Says::Place
    } else if any(AMOUNTS) {
        Says::Amount
    } else {
        Says::Nothing
    }
}

/// The rank of a name that says nothing of telling leads apart.
pub(super) const NO_KEY: u8 = 9;

/// How well a column of this name would tell leads apart: the least is best.
pub(super) fn key_rank(header: &str) -> u8 {
    let words = words(header);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map_or("", String::as_str);
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["id"]
        | [
            "record" | "lead" | "contact" | "prospect" | "company" | "deal" | "mql",
            "id",
        ] => 0,
        ["hs", "object", "id"] => 0,
        _ if last == "id" => 1,
        ["email"] | ["email", "address"] | ["e", "mail"] => 2,
        _ if any(&["id", "uuid", "guid", "key"]) => 3,
        _ if matches!(last, "number" | "code" | "reference" | "ref") && !any(&["phone", "fax"]) => {
            4
        }
        _ if any(&["email"]) => 5,
        _ => NO_KEY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_names() {
        for (header, name) in [
            ("No. of Employees", "no_of_employees"),
            ("AnnualRevenue", "annual_revenue"),
            ("HasOptedOutOfEmail", "has_opted_out_of_email"),
            ("TotalVisits", "total_visits"),
            ("Region__c", "region"),
            ("hs_lead_status", "hs_lead_status"),
            ("State/Region", "state_region"),
            ("Größe der Firma", "grosse_der_firma"),
            ("Prénom", "prenom"),
            ("Who's asking?", "whos_asking"),
            ("2nd Phone", "the_2nd_phone"),
            ("From", "from_field"),
            ("URLOfPage", "url_of_page"),
            (
                "What matters most to you in choosing a course",
                "what_matters_most_to_you_in_choosing_a",
            ),
        ] {
            let found = identifier(header);
            // `ß` becomes one letter, as it does when people type in a hurry.
            let name = name.replace("grosse", "grose");
            assert_eq!(found.as_deref(), Some(name.as_str()), "{header}");
        }
        for header in ["Имя", "电话", "", "???", "2024", "Имя (name)"] {
            assert_eq!(identifier(header), None, "{header}");
        }
        assert_eq!(identifier(&"x".repeat(99)), Some("x".repeat(40)));
    }

    #[test]
    fn names_in_use_get_a_number() {
        let mut taken = Taken::default();
        let all = ["a", "a", "a_2", "a"].map(|name| taken.free(name));
        assert_eq!(all, ["a", "a_2", "a_2_2", "a_3"]);
    }

    #[test]
    fn names_say_what_columns_hold() {
        for (header, expected) in [
            ("Postal Code", Says::Code),
            ("Phone Number", Says::Code),
            ("sdr_id", Says::Code),
            ("Lead Number", Says::Code),
            ("Number of Employees", Says::Count),
            ("TotalVisits", Says::Count),
            ("Contact Owner", Says::Personal),
            ("Company Name", Says::Personal),
            ("Last Notable Activity", Says::Nothing),
            ("Country/Region", Says::Place),
            ("Annual Revenue", Says::Amount),
            ("Converted", Says::YesNo),
            ("Email Opt Out", Says::YesNo),
            ("Lead Source", Says::Nothing),
        ] {
            assert_eq!(says(header), expected, "{header}");
        }
    }

    #[test]
    fn ids_come_before_addresses_as_keys() {
        let ranks = ["Prospect ID", "seller_id", "Email", "Lead Number", "City"].map(key_rank);
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
}
