"""What a Typer program costs that does nothing: the yardstick for dxskills' commands."""

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def hello(name: str = "world") -> None:
    typer.echo(f"Hello {name}")


if __name__ == "__main__":
    app()
