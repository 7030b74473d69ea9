"""A plain OLE container ([MS-CFB]) around one stream, as the reader of .xls cells wants it."""

import struct

SECTOR = 4096
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ROOT, _STREAM = 5, 2


def container(stream: bytes) -> bytes:
    """A container of version 4: the stream `Workbook`, then the directory, then the sector table."""
    sectors = max(-(-len(stream) // SECTOR), 1)  # a shorter stream would belong into a mini stream
    tables = -(-(sectors + 1) // (SECTOR // 4 - 1))
    chain = (*range(1, sectors), _END, _END, *(_TABLE for _ in range(tables)))
    parts = (
        _header(sectors, tables),
        stream,
        # the root's mini stream is empty, yet readers want it to begin in some sector
        _entry("Root Entry", _ROOT, sectors, 0, child=1)
        + _entry("Workbook", _STREAM, 0, sectors * SECTOR),
        struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff"),
    )
    return b"".join(part.ljust(-(-len(part) // SECTOR) * SECTOR, b"\0") for part in parts)


def _header(sectors: int, tables: int) -> bytes:
    versions = (0x3E, 4, 0xFFFE, 12, 6)
    places = (1, tables, sectors, 0, SECTOR, _END, 0, _END, 0)
    listed = struct.pack(f"<{tables}I", *range(sectors + 1, sectors + 1 + tables))
    return struct.pack("<8s16x5H6x9I", MAGIC, *versions, *places) + listed.ljust(436, b"\xff")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _NONE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    form = "<64sHBBIII36xIQ"
    return struct.pack(form, text, len(text), kind, 1, _NONE, _NONE, child, start, size)
