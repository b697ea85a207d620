//! The tables of docs/errors.md.

use super::made::Made;
use crate::messages;
use authforge_status::TABLE;
use harness::Result;

const PATH: &str = "docs/errors.md";

pub fn make(made: &mut Made) -> Result {
    made.region(PATH, "statuses", &table())?;
    for (name, text) in messages::tables()? {
        made.region(PATH, name, &text)?;
    }
    Ok(())
}

fn table() -> String {
    let mut table = "| number | constant | code | class | meaning |\n|---|---|---|---|---|\n".to_owned();
    for row in TABLE.iter() {
        let status = row.status;
        let constant = super::names::snake(&format!("{status:?}")).to_ascii_uppercase();
        let class = format!("{:?}", row.class).to_lowercase();
        table += &format!(
            "| {} | `AF_STATUS_{constant}` | `{}` | {class} | {} |\n",
            status as i32,
            status.code(),
            status.message()
        );
    }
    table
}
