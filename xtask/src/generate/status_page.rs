//! The table of docs/errors.md.

use super::made::Made;
use crate::shell::Result;
use crate::status::TABLE;

const PATH: &str = "docs/errors.md";

pub fn make(made: &mut Made) -> Result {
    made.region(PATH, "statuses", &table())
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
