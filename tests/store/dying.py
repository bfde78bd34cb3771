"""A task that kills its own process, where nothing heavy needs to be imported to run it."""

import os
import signal


def broken_task(name: str) -> str:
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    return name.upper()


def of_process(_name: str) -> str:
    return str(os.getpid())
