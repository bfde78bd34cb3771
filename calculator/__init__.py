"""Stapelwijzer: what all the rewards for nature-inclusive farming pay together, lawfully, to the cent."""

from importlib import metadata

__version__: str | None
try:
    __version__ = metadata.version("stapelwijzer")
except metadata.PackageNotFoundError:  # read from a bare source tree, not installed
    __version__ = None
