//! The columns of HubSpot's, Salesforce's and Zoho's exports, by their labels and internal names.

use super::names::Says;
use crate::value::loose;

/// A CRM whose exports are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crm {
    /// Its name as people write it.
    pub(super) title: &'static str,
    /// The name of its source.
    pub(super) source: &'static str,
    /// Columns that hardly any other program has.
    signs: &'static [&'static str],
    /// All columns that are known of it.
    columns: &'static [Known],
}

/// What is known of a column before its cells are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Its header, or several with `|` between them.
    headers: &'static str,
    /// The name that its field usually has.
    pub(super) field: &'static str,
    /// What its cells are.
    pub(super) says: Says,
    /// The values that the program has for it from the start, in their order.
    pub(super) values: &'static [&'static str],
}

const fn known(headers: &'static str, field: &'static str, says: Says) -> Known {
    Known {
        headers,
        field,
        says,
        values: &[],
    }
}

const fn list(
    headers: &'static str,
    field: &'static str,
    values: &'static [&'static str],
) -> Known {
    Known {
        headers,
        field,
        says: Says::Nothing,
        values,
    }
}

const HUBSPOT: Crm = Crm {
    title: "HubSpot",
    source: "hubspot",
    signs: &[
        "Lifecycle Stage",
        "lifecyclestage",
        "hs_lead_status",
        "hs_object_id",
        "hubspot_owner_id",
        "Contact Owner",
        "Company Owner",
        "Deal Owner",
        "Activity Owner",
        "Original Source",
        "hs_analytics_source",
        "hs_email_optout",
        "hubspotscore",
        "HubSpot Score",
        "Create Date",
        "createdate",
        "Company Domain Name",
        "Deal Stage",
        "dealstage",
        "Closed Lost Reason",
        "Number of Form Submissions",
        "Associated Company",
        "Associated Contact",
        "Associated Company Domain",
        "Associated Contact Email",
        "num_contacted_notes",
        "Record ID",
        "Unsubscribed from all email",
    ],
    columns: &[
        known(
            "Record ID|hs_object_id|Contact ID|Company ID|Deal ID",
            "record_id",
            Says::Code,
        ),
        known("Email|email", "email", Says::Personal),
        known("First Name|firstname", "first_name", Says::Personal),
        known("Last Name|lastname", "last_name", Says::Personal),
        known("Job Title|jobtitle", "job_title", Says::Personal),
        known("Company Name|company", "company", Says::Personal),
        known("Phone Number|phone", "phone", Says::Code),
        known(
            "Mobile Phone Number|mobilephone",
            "mobile_phone",
            Says::Code,
        ),
        known("Postal Code|zip", "postal_code", Says::Code),
        known("Website URL|website", "website", Says::Personal),
        known("Street Address|address", "street_address", Says::Personal),
        known("State/Region|state", "state", Says::Place),
        known("Country/Region|country", "country", Says::Place),
        known(
            "Contact Owner|Company Owner|Deal Owner|hubspot_owner_id",
            "owner_name",
            Says::Personal,
        ),
        list(
            "Lifecycle Stage|lifecyclestage",
            "lifecycle_stage",
            &[
                "Subscriber",
                "Lead",
                "Marketing Qualified Lead",
                "Sales Qualified Lead",
                "Opportunity",
                "Customer",
                "Evangelist",
                "Other",
            ],
        ),
        list(
            "Lead Status|hs_lead_status",
            "lead_status",
            &[
                "New",
                "Open",
                "In Progress",
                "Open Deal",
                "Unqualified",
                "Attempted to Contact",
                "Connected",
                "Bad Timing",
            ],
        ),
        list(
            "Original Source|Original Source Type|hs_analytics_source",
            "original_source",
            &[],
        ),
        known("Create Date|createdate", "created", Says::Nothing),
        known(
            "Last Modified Date|lastmodifieddate",
            "last_modified",
            Says::Nothing,
        ),
        known(
            "Last Contacted|notes_last_contacted",
            "last_contacted",
            Says::Nothing,
        ),
        known(
            "Last Activity Date|notes_last_updated",
            "last_activity",
            Says::Nothing,
        ),
        known(
            "Number of Employees|numberofemployees",
            "employees",
            Says::Count,
        ),
        known(
            "Annual Revenue|annualrevenue",
            "annual_revenue",
            Says::Amount,
        ),
        known(
            "Number of Pageviews|hs_analytics_num_page_views",
            "page_views",
            Says::Count,
        ),
        known("HubSpot Score|hubspotscore", "hubspot_score", Says::Count),
        known(
            "Unsubscribed from all email|hs_email_optout",
            "unsubscribed",
            Says::YesNo,
        ),
        known(
            "Legal basis for processing contact's data|hs_legal_basis",
            "legal_basis",
            Says::Nothing,
        ),
    ],
};

const SALESFORCE: Crm = Crm {
    title: "Salesforce",
    source: "salesforce",
    signs: &[
        "LeadSource",
        "AnnualRevenue",
        "NumberOfEmployees",
        "IsConverted",
        "HasOptedOutOfEmail",
        "HasOptedOutOfFax",
        "DoNotCall",
        "OwnerId",
        "CreatedDate",
        "LastModifiedDate",
        "SystemModstamp",
        "ConvertedDate",
        "ConvertedAccountId",
        "ConvertedContactId",
        "ConvertedOpportunityId",
        "IsUnreadByOwner",
        "RecordTypeId",
        "LastTransferDate",
        "EmailBouncedReason",
        "EmailBouncedDate",
        "CleanStatus",
        "CompanyDunsNumber",
        "IsDeleted",
    ],
    columns: &[
        known("Id", "lead_id", Says::Code),
        known("FirstName", "first_name", Says::Personal),
        known("LastName", "last_name", Says::Personal),
        known("Title", "job_title", Says::Personal),
        known("Company", "company", Says::Personal),
        known("Email", "email", Says::Personal),
        known("Phone", "phone", Says::Code),
        known("MobilePhone", "mobile_phone", Says::Code),
        known("PostalCode", "postal_code", Says::Code),
        known("OwnerId", "owner_id", Says::Code),
        known("State|StateCode", "state", Says::Place),
        known("Country|CountryCode", "country", Says::Place),
        list(
            "LeadSource",
            "lead_source",
            &[
                "Web",
                "Phone Inquiry",
                "Partner Referral",
                "Purchased List",
                "Other",
            ],
        ),
        list(
            "Status",
            "lead_status",
            &[
                "Open - Not Contacted",
                "Working - Contacted",
                "Closed - Converted",
                "Closed - Not Converted",
            ],
        ),
        list("Rating", "rating", &["Hot", "Warm", "Cold"]),
        known("AnnualRevenue", "annual_revenue", Says::Amount),
        known("NumberOfEmployees", "employees", Says::Count),
        known("IsConverted", "converted", Says::YesNo),
        known("IsUnreadByOwner", "unread_by_owner", Says::YesNo),
        known("IsDeleted", "deleted", Says::YesNo),
        known("HasOptedOutOfEmail", "opted_out_of_email", Says::YesNo),
        known("HasOptedOutOfFax", "opted_out_of_fax", Says::YesNo),
        known("DoNotCall", "do_not_call", Says::YesNo),
        known("CreatedDate", "created", Says::Nothing),
        known("LastModifiedDate", "last_modified", Says::Nothing),
        known("LastActivityDate", "last_activity", Says::Nothing),
        known("ConvertedDate", "converted_on", Says::Nothing),
    ],
};

const ZOHO: Crm = Crm {
    title: "Zoho",
    source: "zoho",
    signs: &[
        "Lead Owner",
        "Lead Owner Id",
        "No. of Employees",
        "No of Employees",
        "Email Opt Out",
        "Created By",
        "Modified By",
        "Skype ID",
        "Secondary Email",
        "Record Id",
        "Created Time",
        "Modified Time",
        "Last Activity Time",
        "Lead Conversion Time",
        "Unsubscribed Mode",
        "Unsubscribed Time",
        "Salutation",
    ],
    columns: &[
        known("Record Id|Lead Id", "record_id", Says::Code),
        known("Lead Owner", "owner_name", Says::Personal),
        known("Email", "email", Says::Personal),
        known("Secondary Email", "secondary_email", Says::Personal),
        known("Company", "company", Says::Personal),
        known("Title|Designation", "job_title", Says::Personal),
        known("Phone", "phone", Says::Code),
        known("Mobile", "mobile_phone", Says::Code),
        known("Zip Code", "postal_code", Says::Code),
        known("Skype ID", "skype", Says::Personal),
        list("Lead Source", "lead_source", &[]),
        list("Lead Status", "lead_status", &[]),
        list("Rating", "rating", &[]),
        known("No. of Employees|No of Employees", "employees", Says::Count),
        known("Annual Revenue", "annual_revenue", Says::Amount),
        known("Email Opt Out", "opted_out_of_email", Says::YesNo),
        known("Created Time", "created", Says::Nothing),
        known("Modified Time", "last_modified", Says::Nothing),
        known("Last Activity Time", "last_activity", Says::Nothing),
    ],
};

impl Crm {
    /// The CRM that an export with these columns comes from: the one of which it has the most
    /// columns that hardly any other has, if these are two at least.
    pub(super) fn of<'a>(headers: impl Iterator<Item = &'a str> + Clone) -> Option<Crm> {
        let signs = |crm: &Crm| {
            let is_sign = |header: &&str| crm.signs.iter().any(|sign| is_same(sign, header));
            headers.clone().filter(is_sign).count()
        };
        let found = [HUBSPOT, SALESFORCE, ZOHO].map(|crm| (signs(&crm), crm));
        let most = found.iter().map(|(count, _)| *count).max()?;
        let mut best = found.iter().filter(|(count, _)| *count == most);
        match (best.next(), best.next()) {
            (Some((count, crm)), None) if *count >= 2 => Some(*crm),
            _ => None,
        }
    }

    /// What the records of such an export are.
    pub(super) fn records<'a>(
        &self,
        headers: impl Iterator<Item = &'a str> + Clone,
    ) -> &'static str {
        let has = |wanted: &str| headers.clone().any(|header| loose(header) == loose(wanted));
        if self.source != HUBSPOT.source {
            "leads"
        } else if has("Deal Stage") {
            "deals"
        } else if has("Activity Type") {
            "activities"
        } else if has("Company Domain Name") && !has("First Name") {
            "companies"
        } else {
            "contacts"
        }
    }

    /// What is known of a column.
    pub(super) fn column(&self, header: &str) -> Option<Known> {
        let fits = |known: &&Known| known.headers.split('|').any(|name| is_same(name, header));
        self.columns.iter().find(fits).copied()
    }
}

/// Whether a header is the one that is known. Only labels, which have blanks, may vary in case:
/// `CreatedDate` and `Created Date` are two programs' names.
fn is_same(known: &str, header: &str) -> bool {
    match known.contains(' ') {
        true => header.contains(' ') && loose(known) == loose(header),
        false => known == header,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crm(headers: &[&str]) -> Option<&'static str> {
        Crm::of(headers.iter().copied()).map(|crm| crm.title)
    }

    #[test]
    fn exports_are_known_by_their_columns() {
        assert_eq!(
            crm(&["Record ID", "Email", "Lifecycle Stage", "Lead Status"]),
            Some("HubSpot")
        );
        assert_eq!(
            crm(&["email", "lifecyclestage", "createdate"]),
            Some("HubSpot")
        );
        assert_eq!(
            crm(&["Id", "LeadSource", "Status", "IsConverted"]),
            Some("Salesforce")
        );
        assert_eq!(
            crm(&["Lead Owner", "Lead Status", "No. of Employees"]),
            Some("Zoho")
        );
        assert_eq!(crm(&["Email", "Lead Status", "Lead Source"]), None);
        assert_eq!(crm(&["Email", "Lifecycle Stage"]), None);
        assert_eq!(
            crm(&[
                "Lifecycle Stage",
                "Create Date",
                "LeadSource",
                "IsConverted"
            ]),
            None
        );
    }

    #[test]
    fn columns_are_known_by_label_and_internal_name() {
        for header in ["Lifecycle Stage", "Lifecycle stage", "lifecyclestage"] {
            assert_eq!(HUBSPOT.column(header).unwrap().field, "lifecycle_stage");
        }
        assert_eq!(
            SALESFORCE.column("NumberOfEmployees").unwrap().field,
            "employees"
        );
        assert_eq!(ZOHO.column("Favourite colour"), None);
    }

    #[test]
    fn no_two_columns_of_a_program_have_one_header() {
        for crm in [HUBSPOT, SALESFORCE, ZOHO] {
            let all = crm
                .columns
                .iter()
                .flat_map(|known| known.headers.split('|'));
            let mut all: Vec<_> = all.collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{}", crm.title);
        }
    }
}
