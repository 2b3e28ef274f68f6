//! A column's dates by other forms than those which are declared: is what was read what was meant?

use super::columns::mapping;
use super::moment::Forms;
use crate::model::{Field, FieldId, Model, SourceMappingId, Type};
use crate::value::{DateForm, Value, Zone};

/// Forms by which the texts of a date or datetime column can be read.
#[derive(Debug, Clone)]
pub struct DateForms<'m> {
    dates: Vec<DateForm>,
    datetimes: Vec<DateForm>,
    ty: Type,
    zone: &'m Zone,
}

impl<'m> DateForms<'m> {
    /// The forms that a policy declares for a field; none where it holds no dates. Without any, it
    /// is read as ISO 8601 has it.
    #[must_use]
    pub fn declared(
        model: &'m Model,
        source: Option<SourceMappingId>,
        id: FieldId,
    ) -> Option<DateForms<'m>> {
        let field: &Field = model.fields.get(id)?;
        if !matches!(field.ty, Type::Date | Type::Datetime) {
            return None;
        }
        let source = source.and_then(|id| model.sources.get(id));
        let forms = Forms::of(model, source, mapping(source, id));
        Some(DateForms {
            dates: forms.dates.to_vec(),
            datetimes: forms.datetimes.to_vec(),
            ty: field.ty,
            zone: &model.zone,
        })
    }

    /// This form alone.
    #[must_use]
    pub fn only(&self, form: DateForm) -> DateForms<'m> {
        DateForms {
            dates: vec![form.clone()],
            datetimes: vec![form],
            ..*self
        }
    }

    /// The same with day and month in each other's place; none where no form has both as numbers,
    /// the day and the month before the year. (Nobody writes year, day, month.)
    #[must_use]
    pub fn swapped(&self) -> Option<DateForms<'m>> {
        let mut any = false;
        let mut swap = |forms: &[DateForm]| -> Vec<DateForm> {
            let forms = forms.iter().map(|form| {
                let other = swapped(form);
                any |= other.is_some();
                other.unwrap_or_else(|| form.clone())
            });
            forms.collect()
        };
        let (dates, datetimes) = (swap(&self.dates), swap(&self.datetimes));
        any.then_some(DateForms {
            dates,
            datetimes,
            ..*self
        })
    }

    /// Whether the policy declares none, so that dates are those of ISO 8601.
    #[must_use]
    pub fn is_iso(&self) -> bool {
        self.of_type().is_empty()
    }

    /// The forms as the policy writes them.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        self.of_type().iter().map(DateForm::as_str).collect()
    }

    fn of_type(&self) -> &[DateForm] {
        match self.ty {
            Type::Datetime if !self.datetimes.is_empty() => &self.datetimes,
            _ => &self.dates,
        }
    }

    /// What a text says by them.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Value> {
        let forms = Forms {
            dates: &self.dates,
            datetimes: &self.datetimes,
            zone: self.zone,
        };
        match self.ty {
            Type::Datetime => forms.datetime(text).map(Value::Datetime),
            _ => forms.date(text).map(Value::Date),
        }
    }
}

/// The form with day and month in each other's place.
fn swapped(form: &DateForm) -> Option<DateForm> {
    let text = form.as_str().replace("%e", "%d").replace("%D", "%m/%d/%y");
    let (day, month) = (text.find("%d")?, text.find("%m")?);
    let year = text.find("%Y").or_else(|| text.find("%y"))?;
    if year < day.max(month) {
        return None;
    }
    let text = text
        .replace("%d", "\0")
        .replace("%m", "%d")
        .replace('\0', "%m");
    DateForm::new(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_month_change_places_where_both_are_numbers_before_the_year() {
        let swap =
            |text: &str| swapped(&DateForm::new(text).unwrap()).map(|it| it.as_str().to_owned());
        assert_eq!(swap("%m/%d/%Y").unwrap(), "%d/%m/%Y");
        assert_eq!(swap("%d.%m.%y %H:%M").unwrap(), "%m.%d.%y %H:%M");
        assert_eq!(swap("%D").unwrap(), "%d/%m/%y");
        assert_eq!(swap("%-e-%-m-%Y").unwrap(), "%m-%d-%Y");
        assert_eq!(swap("%Y-%m-%d"), None);
        assert_eq!(swap("%d %b %Y"), None);
        assert_eq!(swap("%F"), None);
    }
}
