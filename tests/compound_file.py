"""Streams in; a compound file with them, as classic Outlook writes a mail, out ([MS-CFB], version 3)."""

import struct

FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI = 512, 64


def padded(content, size):
    return content + bytes(-len(content) % size)


def chain(first, count):
    return [*range(first + 1, first + count), END] if count else []


def compound_file(streams, storages):
    """The bytes of a file with streams at the top and in storages; every stream under 4096 octets."""
    entries, small = [("Root Entry", 5, b"")], b""
    tree = {}
    for name, content in streams.items():
        tree.setdefault(0, []).append(len(entries))
        entries.append((name, 2, content))
    for storage, inner in storages.items():
        at = len(entries)
        tree.setdefault(0, []).append(at)
        entries.append((storage, 1, b""))
        for name, content in inner.items():
            tree.setdefault(at, []).append(len(entries))
            entries.append((name, 2, content))
    starts, mini_fat = {}, []
    for at, (_name, kind, content) in enumerate(entries):
        if kind == 2:
            starts[at] = len(small) // MINI
            mini_fat += chain(starts[at], -(-len(content) // MINI))
            small += padded(content, MINI)
    directory = b"".join(_entry(at, entries, tree, starts, small) for at in range(len(entries)))
    directory = padded(directory, SECTOR)
    mini = padded(b"".join(struct.pack("<I", one) for one in mini_fat), SECTOR)
    mini += b"\xff" * 0
    parts = [directory, mini, padded(small, SECTOR)]
    fat = [FAT_SECTOR]
    firsts = []
    for part in parts:
        firsts.append(len(fat))
        fat += chain(len(fat), len(part) // SECTOR)
    fat += [FREE] * (SECTOR // 4 - len(fat))
    # The root entry holds where the small streams are.
    body = directory[:116] + struct.pack("<I", firsts[2]) + directory[120:]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, firsts[0], 0, 4096, firsts[1], len(mini) // SECTOR, END, 0, 0)
    header += struct.pack("<I", FREE) * 108
    return header + struct.pack(f"<{SECTOR // 4}I", *fat) + body + mini + parts[2]


def _entry(at, entries, tree, starts, small):
    name, kind, content = entries[at]
    written = name.encode("utf-16-le")
    siblings = next((inner for inner in tree.values() if at in inner), [])
    place = siblings.index(at) if siblings else 0
    following = siblings[place + 1] if place + 1 < len(siblings) else FREE
    child = tree.get(at, [FREE])[0]
    start = starts.get(at, 0)
    size = len(small) if kind == 5 else len(content)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, FREE, following, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
