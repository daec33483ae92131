"""What is known of messages while they are sent, on the disk at every moment."""

from collections.abc import Iterable
from datetime import UTC

from msgspec.structs import replace

from leernet.files import append_lines, write_whole
from leernet.model.ledger import LEDGER_HEADER, Ledger, Sent, ledger_line, note_bytes, note_of, whom
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, is_whole_line
from leernet.send.server import World


class NoJournal:
    """Writes nothing down."""

    def about_to_send(self, entry: Sent) -> None:
        """Nothing."""

    def taken(self, entry: Sent) -> None:
        """Nothing."""

    def refused(self, entry: Sent) -> None:
        """Nothing."""

    def finish(self, failed: Iterable[Sent]) -> None:
        """Nothing."""


class Journal(NoJournal):
    """What is known of the messages, on the disk at every moment.

    The ledger gets a line when a message was taken. Beside it is how far it is, what is doubtful and what
    was refused; there a message is noted before it goes out.
    """

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._note = note_of(ledger)
        self._doubtful = {whom(entry): entry for entry in ledger.doubtful}
        self._failed = dict.fromkeys(ledger.failed)

    def about_to_send(self, entry: Sent) -> None:
        self._doubtful[whom(entry)] = entry
        self._write()

    def taken(self, entry: Sent) -> None:
        sent = replace(entry, sent_at=self._world.clock().astimezone(UTC).replace(microsecond=0))
        append_lines(self._world.folder, LEDGER_FILE, ledger_line(sent), LEDGER_HEADER, is_whole_line)
        self._note = replace(self._note, messages=self._note.messages + 1, last=sent.message_id)
        self._doubtful.pop(whom(entry))
        self._failed.pop(whom(entry), None)

    def refused(self, entry: Sent) -> None:
        """The server said so: it did not take the message."""
        self._doubtful.pop(whom(entry))

    def finish(self, failed: Iterable[Sent]) -> None:
        self._failed.update(dict.fromkeys(whom(entry) for entry in failed))
        self._write()

    def _write(self) -> None:
        note = replace(self._note, doubtful=tuple(self._doubtful.values()), failed=tuple(self._failed))
        write_whole(self._world.folder, {SENDING_FILE: note_bytes(note)})
