"""A server's threads share few places of memory, wherever it is started and without anybody setting it."""

import subprocess
import sys

from calculator import allocator

#: Threads that all hold memory at once; then the library tells of its places, a line each.
PROGRAM = """
import ctypes, sys, threading
from calculator import allocator
if "settle" in sys.argv:
    assert allocator.settle()
libc, all_hold = ctypes.CDLL(None), threading.Barrier(17)
libc.malloc.restype = ctypes.c_void_p
def hold():
    libc.malloc(4000)
    all_hold.wait()
    all_hold.wait()
threads = [threading.Thread(target=hold) for _ in range(16)]
for thread in threads:
    thread.start()
all_hold.wait()
libc.malloc_stats()
all_hold.wait()
"""


def places(*how: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, *how],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin"},
    )
    return told.stderr.count("Arena ")


def test_threads_share_two_places_where_they_would_have_had_one_each() -> None:
    assert places("settle") == 2 < places()


def test_what_an_operator_sets_counts_and_processes_to_come_are_told() -> None:
    environ = {"MALLOC_ARENA_MAX": "3"}
    allocator.settle(environ)
    assert environ["MALLOC_ARENA_MAX"] == "3"
    assert set(environ) == set(allocator.SETTINGS)
    allocator.settle({})


def test_code_that_is_set_aside_is_read_in_again_by_who_calls_it() -> None:
    text = (
        "import numpy; from calculator import allocator; from llvmlite import binding; "
        "print(allocator.set_aside('libllvmlite')); binding.parse_assembly('define void @f() { ret void }').verify()"
    )
    told = subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, text=True).stdout
    assert int(told) > 1_000_000


def test_nothing_is_let_go_of_a_library_that_is_not_there() -> None:
    assert allocator.set_aside("no-such-library") == 0
