"""What a careful script with pandas and pandera does with the file: read it, validate it, join it to the people.

It checks what the import checks of such a file: known people and courses, real dates, outcomes, numbers, and that no
entry is there twice. It writes nothing.
"""

from __future__ import annotations

import sys

import pandas as pd
import pandera.pandas as pa

OUTCOMES = {
    **dict.fromkeys(("Completed", "Passed", "修了", "合格"), "completed"),
    **dict.fromkeys(("Failed", "不合格"), "failed"),
    **dict.fromkeys(("Attended", "受講"), "attended"),
}
KEY = ["User ID", "Course Name", "Completed At"]


def main(file: str, people_file: str) -> None:
    people = pd.read_csv(people_file, dtype=str)
    rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    courses = rows["Course Name"].unique()
    schema = pa.DataFrameSchema(
        {
            "User ID": pa.Column(str, pa.Check.str_matches(r"^[0-9A-Za-z_-]{1,32}$")),
            "Course Name": pa.Column(str, pa.Check.isin(courses)),
            "Completed At": pa.Column("datetime64[ns]", coerce=True),
            "Outcome": pa.Column(str, pa.Check.isin([*OUTCOMES, ""])),
            "Score": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
        },
        unique=KEY,
        strict=True,
    )
    rows = schema.validate(rows, lazy=True)
    rows["outcome"] = rows["Outcome"].map(OUTCOMES)
    joined = rows.merge(people, left_on="User ID", right_on="staff", how="left", validate="many_to_one")
    if joined["staff"].isna().any():
        raise SystemExit("somebody is unknown")
    print(len(joined))


main(*sys.argv[1:])
