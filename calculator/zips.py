"""What Python raises where a zip from anybody is broken: of itself, of what is packed in it, or with a password."""

import lzma
import struct
import zipfile
import zlib

BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    # Of a way of packing that is not known (NotImplementedError), and where a password is wanted.
    RuntimeError,
    # Names that are no text, and places outside the file.
    ValueError,
    OverflowError,
)
