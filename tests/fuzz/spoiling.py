"""A file as it is after a mistake: a line gone, twice, moved in, or ended with what does not belong there; or bytes changed."""

from hypothesis import strategies as st

#: What people and programs leave in a file by mistake.
SCRAPS = (b"", b"  ", b"- ", b"x: 1", b"{", b"]", b"&a *a", b"!!python/object:os.system x", b"\x00", b"\xff", b"'", b'"',
          b"1e999", b"-1", b"null", b"2026-02-30", b": :", b"<<: *x", b"? ", b"|", b"\t", "é".encode())  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    lines = content.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        scrap = draw(st.sampled_from(SCRAPS) | st.binary(max_size=12))
        kind = draw(st.sampled_from(("drop", "twice", "put", "end", "indent", "value")))
        line = lines[place]
        if kind == "drop" and len(lines) > 1:
            del lines[place]
        elif kind == "twice":
            lines.insert(place, line)
        elif kind == "put":
            lines.insert(place, scrap)
        elif kind == "end":
            lines[place] = line + scrap
        elif kind == "indent":
            lines[place] = b" " + line
        else:
            key, colon, _ = line.partition(b":")
            lines[place] = key + colon + b" " + scrap
    return b"\n".join(lines)


@st.composite
def broken(draw: st.DrawFn, content: bytes) -> bytes:
    """A file that is no text, as a bad line, a full disk or somebody who tries things out leaves it."""
    made = bytearray(content)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, max(0, len(made) - 1)))
        length = draw(st.integers(1, 40))
        kind = draw(st.sampled_from(("bytes", "sign", "drop", "twice", "cut", "zeros", "ones")))
        if kind == "bytes":
            made[place : place + length] = draw(st.binary(min_size=1, max_size=40))
        elif kind == "sign":
            made[place : place + 1] = bytes([made[place] ^ (1 << draw(st.integers(0, 7)))]) if made else b"x"
        elif kind == "drop":
            del made[place : place + length]
        elif kind == "twice":
            made[place:place] = made[place : place + length]
        elif kind == "cut":
            del made[max(1, place) :]
        else:
            made[place : place + 4] = bytes(4) if kind == "zeros" else b"\xff" * 4
    return bytes(made)
