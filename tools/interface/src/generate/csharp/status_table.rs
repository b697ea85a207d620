//! What each status means, for exceptions that are made where no native library is, as in a shop's own tests.

use authforge_status::TABLE;

use super::file;

pub fn text() -> String {
    let mut body = "/// <summary>The library's own table, so that a status says what it means without asking it.</summary>\n\
                    internal static partial class StatusTable\n{\n    \
                    private static readonly Row[] Rows =\n    {\n"
        .to_owned();
    for row in TABLE.iter() {
        let status = row.status;
        let class = format!("{:?}", row.class);
        body += &format!(
            "        new Row(AuthForgeStatus.{status:?}, \"{}\", AuthForgeAdvice.{:?}, StatusClass.{class},\n            AuthForgeUserMessage.{:?}, {:?}),\n",
            status.code(),
            row.advice,
            row.user_message,
            status.message()
        );
    }
    body += "    };\n}\n";
    file("What each status means", "", &body)
}
