"""Where the rules and the templates lie.

Installed from a wheel they are folders inside this package; in a checkout they stand at the top of the
repository, and an editable install leaves them there. Paths are looked up beside this file, not through
the import system: an editable install can import `calculator.rules` without saying where its files are.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    return _find("rules")


def templates_dir() -> Path:
    return _find("templates")


def _find(name: str) -> Path:
    installed = _PACKAGE / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    # setup.cfg tells a checkout from site-packages, where a folder of that name would be somebody else's.
    if (checkout / "setup.cfg").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(
        f"The {name} are missing: neither {installed} nor {checkout / name} exists. Reinstall stapelwijzer."
    )
