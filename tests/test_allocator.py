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
