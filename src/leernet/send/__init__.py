"""Messages and a mail server in; each message with the server once, and the ledger saying so, out."""

from leernet.send.connection import rehearsal
from leernet.send.delivery import failed_before, refusal_findings, send_messages, send_rehearsal
from leernet.send.server import (
    PER_MINUTE,
    Pace,
    Server,
    World,
    pace_from_environment,
    server_from_environment,
)
