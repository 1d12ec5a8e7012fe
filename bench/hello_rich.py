"""The same, with a table drawn by rich: the yardstick for a report on a terminal."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(rich_markup_mode=None)


@app.command()
def hello(name: str = "world") -> None:
    table = Table("greeting", "name")
    table.add_row("Hello", name)
    Console().print(table)


if __name__ == "__main__":
    app()
