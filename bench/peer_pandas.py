"""What a careful script with pandas and pandera does with the file: read it, validate it, join it to what is known.

It checks what the import checks of such a file: that people and courses are known, that dates, outcomes and scores are
such, that no cell holds a control character and no entry is there twice; and it works out what the import works out:
day and time, the course's id, the outcome by the pass score. It writes nothing.
"""

from __future__ import annotations

import sys

import pandas as pd
import pandera.pandas as pa

OUTCOMES = {
    **dict.fromkeys(("Completed", "Passed", "修了", "合格", "済", "○"), "completed"),
    **dict.fromkeys(("Failed", "不合格", "未修了", "×"), "failed"),
    **dict.fromkeys(("Attended", "受講"), "attended"),
}
NO_CONTROL = pa.Check.str_matches(r"^[^\x00-\x1f\x7f-\x9f]*$")
SCHEMA = pa.DataFrameSchema(
    {
        "User ID": pa.Column(str, pa.Check.str_matches(r"^[0-9A-Za-z_-]{1,32}$")),
        "Course Name": pa.Column(str, NO_CONTROL),
        "Completed At": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")),
        "Outcome": pa.Column(str, pa.Check.isin([*OUTCOMES, ""])),
        "Score": pa.Column(str, pa.Check.str_matches(r"^(\d{1,12}(\.\d{1,6})?)?$")),
    },
    unique=["User ID", "Course Name", "Completed At"],
    strict=True,
)


def main(file: str, people_file: str, courses_file: str) -> None:
    people, courses = pd.read_csv(people_file, dtype=str), pd.read_csv(courses_file, dtype={"name": str, "id": str})
    rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    rows = SCHEMA.validate(rows, lazy=True)
    rows["at"] = pd.to_datetime(rows["Completed At"], format="%Y-%m-%d %H:%M:%S", errors="raise")
    rows["score"] = pd.to_numeric(rows["Score"])
    rows["outcome"] = rows["Outcome"].map(OUTCOMES)
    joined = rows.merge(people, left_on="User ID", right_on="staff", how="left", validate="many_to_one")
    joined = joined.merge(courses, left_on="Course Name", right_on="name", how="left", validate="many_to_one")
    if joined["staff"].isna().any() or joined["id"].isna().any():
        raise SystemExit("somebody or something is unknown")
    unsaid = joined["outcome"].isna()
    passed = joined.loc[unsaid, "score"] >= joined.loc[unsaid, "pass_score"].fillna(0)
    joined.loc[unsaid, "outcome"] = passed.map({True: "completed", False: "failed"})
    print(len(joined))


main(*sys.argv[1:])
