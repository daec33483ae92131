"""How every table and every file of choices was read, on the terminal."""

from leernet.commands.came_in import Understood
from leernet.commands.run import Run
from leernet.commands.terminal import draw
from leernet.write.reading_table import made_ids_sentence, reading_table


def show_tables(run: Run, understood: Understood) -> None:
    """Heading, field and example of each column; how many rows there are, and how many ids were made."""
    for table in (*understood.tables, *understood.choices):
        draw(run, reading_table(run.words, table))
    for kind, count in understood.made.items():
        if count:
            run.say(made_ids_sentence(kind, count))
