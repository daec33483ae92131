"""A random generator and a file of a project in; the same file with something wrong in it out.

Files are changed as hands, office programs and bad connections change them: lines, cells and values go, come
twice, change places or become something else; only sometimes single bytes do.
"""

import csv
import io
import json
import re
import zipfile
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import yaml

# What may stand where something else was meant: types, dates, marks, signs, letters and lengths.
ODD = (
    *(
        "",
        " ",
        "-",
        "~",
        "null",
        "true",
        "ja",
        "nee",
        "maybe",
        "x",
        "?",
        "0",
        "1",
        "-1",
        "00",
        "1e999",
        "nan",
        "inf",
    ),
    *("9" * 400, "99999999999999999999", "-2147483649", "1.5", "1,5", "½", "٣", "²", "Ⅷ", "0x1F", "1_000"),
    *(
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2027-01-01",
        "31-12-1899",
        "2026-W53-7",
        "9999-10000",
    ),
    *(
        "2026-11-12..2026-11-10",
        "1900-01-01..2199-12-31",
        "24:00",
        "99:99",
        "0.00-23.59",
        "12.00-9.00",
        "0:00-0:00",
    ),
    *(
        "[]",
        "{}",
        "[[]]",
        "[a, b]",
        "{a: b}",
        "{id: x}",
        "[{id: x}, {id: x}]",
        "&a [*a]",
        "*a",
        "!!python/none x",
        "|",
    ),
    *(
        "=1+1",
        "#N/A",
        "@SUM(A1)",
        '"',
        "'",
        '""',
        "\\",
        "%s{0}{x}%",
        "{",
        "}",
        "${x}",
        "<b>x</b>",
        "&amp;",
        "]]>",
    ),
    *(
        "../../x",
        "/etc/passwd",
        "CON",
        "a/b",
        "a/b/c",
        "a" * 300,
        "a b",
        "A@B",
        "x@y.nl",
        "é@ü.nl",
        "a;b;c",
        "a,b",
        "a|b",
    ),
    *(
        "Żaneta Łódź",
        "İstanbul",
        "ß",
        "ﬀ",
        "e\u0301",
        "\u202eabc",
        "\u200b",
        "\ufeff",
        "\U0001f600",
        "\u0000",
        "\x1b[31m",
    ),
    *(
        "even",
        "oneven",
        "maandag",
        "ma di wo do vr",
        "elke week",
        "iedereen",
        "geen",
        "niemand",
        "1e",
        "10e",
        "-0",
    ),
)
TABLES = (".csv", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def odd(random):
    """Something that is not what is asked for."""
    return random.choice(ODD)


def changed(random, path, content):
    """A file with one to three things wrong in it: its path, its content, and the names of these.

    A table may have become a workbook, as when an office program saved it.
    """
    done = []
    if path.endswith(".csv") and random.random() < 0.25:
        make = random.choice((as_workbook, as_opendocument))
        path, content = f"{path[:-4]}{'.xlsx' if make is as_workbook else '.ods'}", make(random, content)
        done.append(make.__name__)
    if path.endswith(WORKBOOKS) or content.startswith(b"PK\x03\x04"):
        return path, _workbook(random, content), (*done, "_workbook")
    for _change in range(random.choice((1, 1, 1, 2, 3))):
        # What a hand changes is far more often a word than a byte.
        kinds = [_words, _words, _lines, _lines, _bytes]
        if path.endswith(TABLES):
            kinds += [_cells] * 6
        elif path.endswith((".yaml", ".yml")):
            kinds += [_values] * 5 + [_key] * 3 + [_indent]
        elif path.endswith(".json"):
            kinds += [_json] * 6
        else:
            kinds += [_values] * 3
        kind = random.choice(kinds)
        content = kind(random, content)
        done.append(kind.__name__)
    return path, content, tuple(done)


def as_workbook(random, content):
    """A table as an Excel workbook, its cells of whatever type Excel took them for."""
    rows = list(csv.reader(io.StringIO(_text(content).replace("\0", ""), newline="")))
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet(random.choice(("Blad1", "Leden", "x")))
        formats = [
            book.add_format({"num_format": code}) for code in ("d-m-yyyy", "0%", "h:mm", "@", "[h]:mm")
        ]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if random.random() < 0.98:
                    sheet.write_string(row, column, cell)
                else:
                    _typed(random, sheet, row, column, random.choice(formats))
        if random.random() < 0.2:
            sheet.merge_range(0, 0, random.randrange(1, 4), random.randrange(4), odd(random))
        if random.random() < 0.1:
            book.add_worksheet("Leeg").hide()
    return written.getvalue()


def _typed(random, sheet, row, column, shape):
    kind = random.randrange(4)
    if kind == 0:
        sheet.write_number(row, column, random.choice((0, -1, 1.5, 46000, 46000.25, 2958466, 1e300)), shape)
    elif kind == 1:
        sheet.write_boolean(row, column, random.random() < 0.5)
    elif kind == 2:
        sheet.write_formula(row, column, "=1/0", None, random.choice(("", "#DIV/0!", "3")))
    else:
        sheet.write_string(row, column, odd(random)[:300])


# Without these parts nobody takes an archive for a spreadsheet.
OPEN_DOCUMENT = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": b"<manifest/>",
}


def as_opendocument(random, content):
    """A table as LibreOffice saves it, now and then with a cell of another type or one that is repeated."""
    rows = csv.reader(io.StringIO(_text(content).replace("\0", ""), newline=""))
    lines = "".join(
        f"<table:table-row>{''.join(_opendocument_cell(random, cell) for cell in row)}</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    sheet = f"<office:spreadsheet><table:table table:name='Blad1'>{lines}</table:table></office:spreadsheet>"
    text = f"<office:document-content {spaces}><office:body>{sheet}</office:body></office:document-content>"
    return _packed({**OPEN_DOCUMENT, "content.xml": text.encode("utf-8", "replace")})


def _opendocument_cell(random, cell):
    of_type = "office:value-type='string'"
    if random.random() < 0.03:
        value = random.choice(("46000", "2026-11-12", "PT09H30M00S", "true", "-1", odd(random)[:50]))
        kind, key = random.choice(
            (("float", "value"), ("date", "date-value"), ("time", "time-value"), ("boolean", "boolean-value"))
        )
        of_type = f"office:value-type='{kind}' office:{key}={quoteattr(value)}"
    if random.random() < 0.01:
        of_type += f" table:number-columns-repeated='{random.choice((0, 2, 1024, 16384, -1, 2**31))}'"
    return f"<table:table-cell {of_type}><text:p>{escape(cell)}</text:p></table:table-cell>"


def _packed(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return written.getvalue()


def _workbook(random, content):
    """An archive of which a part lost, doubled or changed something; or which was cut off."""
    if random.random() < 0.2:
        return _bytes(random, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = {part.filename: book.read(part) for part in book.infolist()}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        return _bytes(random, content)
    chosen = random.choice(sorted(parts))
    sheets = [name for name in parts if "sheet" in name or "sharedStrings" in name or name == "content.xml"]
    chosen = random.choice(sheets) if sheets and random.random() < 0.7 else chosen
    if random.random() < 0.1:
        del parts[chosen]
    else:
        parts[chosen] = random.choice((_bytes, _xml, _xml, _xml))(random, parts[chosen])
    return _packed(parts)


def _xml(random, content):
    text = content.decode("utf-8", "replace")
    values = [*re.finditer(r'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)|(?<=<)[a-zA-Z:]+', text)]
    if not values:
        return content
    found = random.choice(values)
    other = random.choice(
        (odd(random), random.choice(values)[0], "s", "e", "b", "n", "d", "str", "inlineStr")
    )
    return (text[: found.start()] + other + text[found.end() :]).encode("utf-8", "replace")


def _text(content):
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _bytes(random, content):
    if not content:
        return odd(random).encode()
    at, until = sorted(random.randrange(len(content) + 1) for _end in range(2))
    kind = random.randrange(6)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + content[until:]
    if kind == 2:
        return content[:at] + bytes([random.randrange(256)]) + content[at + 1 :]
    if kind == 3:
        return content[:at] + content[at:until] * 2 + content[until:]
    if kind == 4:
        return content[:at] + b"\0" * random.choice((1, 2, 500)) + content[at:]
    return _text(content).encode(
        random.choice(("utf-16", "utf-8-sig", "utf-32", "cp1252", "utf-16-be")), "replace"
    )


def _lines(random, content):
    lines = content.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = lines[at].rstrip(b"\r\n")
    elif kind == 4:
        lines.insert(at, odd(random).encode() + b"\n")
    else:
        del lines[min(at, other) : max(at, other)]
    return b"".join(lines)


def _words(random, content):
    """One word, number or sign is another, or one of elsewhere in the file."""
    text = _text(content)
    words = [*re.finditer(r"[\w.@-]+|[^\w\s]", text)]
    return _put(random, text, words, random.choice((odd(random), random.choice(words)[0] if words else "")))


def _values(random, content):
    """What stands behind a colon, or the key before it."""
    text = _text(content)
    values = [*re.finditer(r"(?<=: )[^\n]+|(?<=- )[^\n]+|(?<=:)[^\n ]+|[\w-]+(?=:)", text)]
    return _put(
        random, text, values, random.choice((odd(random), random.choice(values)[0] if values else ""))
    )


def _key(random, content):
    """A key that leernet knows, somewhere else or with another value."""
    lines = _text(content).splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    indent = re.match(r"[ ]*(?:- )?", lines[at])[0].replace("-", " ")
    key, example = random.choice(_KEYS)
    lines.insert(at, f"{indent}{key}: {random.choice((example, example, odd(random)))}\n")
    return "".join(lines).encode("utf-8", "replace")


def _known_keys():
    """The keys of the definitions, each with the example that the reference gives."""
    text = (files("leernet") / "data" / "keys.yaml").read_text(encoding="utf-8")
    described = [of for part in yaml.load(text, yaml.CSafeLoader).values() for of in part["keys"].items()]
    return [(key, one.get("example", "x")) for key, one in described]


def _json(random, content):
    """One value of a JSON file is of another type, or gone, or elsewhere."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return _bytes(random, content)
    places = list(_places(document))
    if not places:
        return json.dumps(random.choice(_TYPES)).encode()
    inside, key = random.choice(places)
    other, another = random.choice(places)
    kind = random.randrange(4)
    if kind == 0:
        del inside[key]
    elif kind == 1:
        inside[key] = json.loads(json.dumps(other[another]))
    else:
        inside[key] = random.choice((*_TYPES, odd(random)))
    return json.dumps(document).encode()


_TYPES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"": None},
    [{"a": 1}],
)


def _places(document):
    keys = (
        document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    )
    for key in list(keys):
        yield document, key
        yield from _places(document[key])


def _put(random, text, places, other):
    if not places:
        return text.encode("utf-8", "replace")
    found = random.choice(places)
    return (text[: found.start()] + other + text[found.end() :]).encode("utf-8", "replace")


def _indent(random, content):
    lines = _text(content).splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    lines[at] = random.choice(("  ", "    ", "\t", "- ", "")) + lines[at].lstrip(" ")
    return "".join(lines).encode("utf-8", "replace")


def _cells(random, content):
    """A cell, a row or a column of a table is another, gone, double or elsewhere."""
    text = _text(content)
    delimiter = max(";\t,", key=text.partition("\n")[0].count)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
            if row
        ]
    except csv.Error:
        rows = []
    if not rows:
        return _lines(random, content)
    row, other = random.choice(rows), random.choice(rows)
    at, beside = random.randrange(len(row)), random.randrange(len(other))
    kind = random.randrange(8)
    if kind < 3:
        row[at] = odd(random)
    elif kind == 3:
        row[at], other[beside] = other[beside], row[at]
    elif kind == 4:
        row[at] = random.choice(rows)[-1] + random.choice((",", ";", " ", "/", "\n", "")) + row[at]
    elif kind == 5:
        rows = [one[:at] + one[at + 1 :] for one in rows]
    elif kind == 6:
        rows = [[*one, *one[at : at + 1]] for one in rows]
    else:
        rows[0][random.randrange(len(rows[0]))] = odd(random)
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=random.choice(("\n", "\r\n", "\r"))).writerows(
        rows
    )
    return written.getvalue().encode("utf-8", "replace")


_KEYS = _known_keys()
