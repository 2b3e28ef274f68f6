//! What is printed of what is told of leads.

use super::super::output::{Failure, Output, Stop};
use super::Format;
#[cfg(feature = "parquet")]
use super::fault;
use super::lines::Lines;
#[cfg(feature = "parquet")]
use crate::render::run::Parquet;

/// Prints what is told of leads: as it is, or as the file that is made of it.
pub(super) struct Printed {
    #[cfg(feature = "parquet")]
    parquet: Option<Parquet>,
}

impl Printed {
    /// Prints what stands before all leads.
    pub(super) fn begin(
        format: Format,
        lines: &Lines<'_>,
        output: &mut Output,
    ) -> Result<Self, Stop> {
        match (lines, format) {
            #[cfg(feature = "parquet")]
            (Lines::Csv(csv), Format::Parquet) => {
                let parquet = Parquet::new(&csv.columns()).map_err(fault)?;
                return Ok(Printed {
                    parquet: Some(parquet),
                });
            }
            (Lines::Csv(csv), _) => output.emit(|out| out.write_all(&csv.header()))?,
            (Lines::None | Lines::Jsonl(_), _) => {}
        }
        Ok(Printed {
            #[cfg(feature = "parquet")]
            parquet: None,
        })
    }

    /// Prints what is told of some leads.
    pub(super) fn print(&mut self, told: &[u8], output: &mut Output) -> Result<(), Stop> {
        #[cfg(feature = "parquet")]
        if let Some(parquet) = &mut self.parquet {
            let some = parquet.add(told).map_err(fault)?;
            return output.emit(|out| out.write_all(&some));
        }
        output.emit(|out| out.write_all(told))
    }

    /// Prints what stands behind all leads.
    pub(super) fn end(self, output: &mut Output) -> Result<(), Stop> {
        #[cfg(feature = "parquet")]
        if let Some(parquet) = self.parquet {
            let rest = parquet.finish().map_err(fault)?;
            return output.emit(|out| out.write_all(&rest));
        }
        output.emit(|_| Ok(()))
    }
}

/// Refuses a Parquet file where it cannot be made, or would be printed before a person.
pub(super) fn refuse_parquet(output: &Output) -> Result<(), Failure> {
    if cfg!(not(feature = "parquet")) {
        let message = "`--format parquet`: this groundrules was built without Parquet";
        let help = "take `--format csv`, or build with `cargo build --features parquet`";
        return Err(Failure::new(message).help(help));
    }
    match output.is_terminal() {
        true => {
            let message = "`--format parquet`: a Parquet file is nothing that a terminal shows";
            Err(Failure::new(message).help("send it into a file, with `> decided.parquet`"))
        }
        false => Ok(()),
    }
}
