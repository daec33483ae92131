"""Files of a project that nothing is read from."""

from leernet.catalogue.rule import _, _n, remark, warning

COPY_OF_A_FILE = warning(
    "unused-file",
    _("Nothing is read from '{file}', as it is a copy of '{original}'."),
    _("Keep the one that counts under the name '{original}', and remove the other."),
)
NOT_A_DEFINITION = warning(
    "unused-file",
    _("Nothing is read from '{file}', as its name looks like that of a copy."),
    _("If it is the one that counts, call it '{original}'."),
)
SECOND_ENDING = warning(
    "unused-file",
    _("Nothing is read from '{file}': it has a second ending, which Windows may hide."),
    _("Call it '{name}'; in Explorer, 'View' and 'File name extensions' shows the whole name."),
)
OTHER_PROGRAM = warning(
    "unused-file",
    _("Nothing is read from '{file}', as leernet does not know this kind of file."),
    _("Save it as an Excel workbook (.xlsx) or as 'CSV UTF-8'."),
)
DOCUMENT = remark(
    "unused-file",
    _("Nothing is read from the document '{file}'."),
    _("If there is a list in it that counts, save that as an Excel workbook (.xlsx) or as 'CSV UTF-8'."),
)
NO_KIND_OF_TABLE = warning(
    "unused-file",
    _("Nothing is read from '{file}', as its name does not say what it holds."),
    _("Call it {names}; or give a sheet such a name; choices belong in the folder 'choices'."),
)
NAMED_LIKE_A_KIND = warning(
    "unused-file", _("Nothing is read from '{file}'."), _("Call it {name} if that is what it holds.")
)
PERHAPS_THE_FOLDER = _("Did you mean the folder '{folder}'?")
THE_FOLDERS = _("Files are read from these folders: {folders}.")
FOLDER_NOT_READ = remark(
    "unused-file",
    _n(
        "Nothing is read from the folder '{name}', in which there is {count} file.",
        "Nothing is read from the folder '{name}', in which there are {count} files.",
    ),
    (PERHAPS_THE_FOLDER, THE_FOLDERS),
)
