"""The only package that touches files: a project is read as bytes, and changed inside its folder only."""

from leernet.files.growing import with_lines
from leernet.files.lock import project_lock, settle
from leernet.files.reading import (
    bytes_of,
    files_below,
    folders_read,
    linked_records,
    project_files,
    unread_files,
)
from leernet.files.refused import unreadable
from leernet.files.writing import append_lines, new_folder, others_below, project_secret, write_whole
