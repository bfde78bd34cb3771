"""The process that draws files makes room for a new one now and then, so that what it holds does not grow without end."""

import os

import pytest

from calculator.services.statement.drawing_room import DrawingRoom
from tests.store.dying import of_process


@pytest.mark.soak
def test_after_so_many_files_another_process_draws_and_nobody_notices() -> None:
    room = DrawingRoom(most_files=3)
    made = [room._each(of_process, ["a", "b"]) for _ in range(3)]
    room.close()
    assert made[0] == made[1] != made[2]
    assert str(os.getpid()) not in {process for files in made for process in files}
