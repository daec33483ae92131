"""How much of anything leernet takes, each with its reason; what is beyond it is a finding or a sentence.

Made for 600 members and 100 meetings in a partnership, and for 10,000 students in a series. Each limit is at
least ten times what those need, and small enough to be read within ten seconds and 500 MB.
"""

# Around these calendars are computed, with room to count back and on.
FIRST_YEAR, LAST_YEAR = 1900, 2199

# Any file of a project, and a folder of mails together: they are read as a whole.
MOST_BYTES_OF_A_FILE = 256 * 2**20
MOST_BYTES_OF_A_FOLDER = 512 * 2**20

# A table of any kind, from its first cell to its last: a hundred thousand people with twenty columns.
MOST_CELLS = 2_000_000
# A form that a hundred thousand people filled in, a tenth of them twice.
MOST_ROWS = 110_000
MOST_BYTES_OF_A_TABLE = 40 * 2**20
# Excel holds no more in one cell.
LONGEST_CELL = 32_767

# A workbook, all its parts unpacked: so many cells are some hundred megabytes of XML.
MOST_BYTES_OF_A_WORKBOOK = 128 * 2**20
# This part of an .ods is held as a tree, which takes some eight times as much.
MOST_BYTES_OF_A_TREE = 32 * 2**20

# The values of a YAML file: the record of placing 30,000 students holds as many.
MOST_VALUES = 400_000
# More letters than so many values need.
MOST_BYTES_OF_YAML = 12 * 2**20
# Deeper than any definition, and far from where libyaml slows down and a recursive reader runs out of stack.
DEEPEST = 30
# An alias inside an alias inside an alias can mean more values than there is memory.
MOST_REPEATED = 100_000

# Most mail servers take no larger one; each byte takes twelve while its parts are taken apart.
MOST_BYTES_OF_A_MAIL = 36 * 2**20
# Some twenty thousand entries; in lines without end each byte takes forty.
MOST_BYTES_OF_A_CALENDAR = 6 * 2**20
# How often an entry of a calendar comes within a school year: every day is 366.
MOST_INSTANCES = 1000
# How often all entries of a calendar come since they began: fifty that come daily for ten years.
MOST_MOMENTS = 200_000
