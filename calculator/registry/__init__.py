"""From the files in ``rules/`` to a ``Rulebook``: read, check, digest, keep, show and compare.

The rule files are described in ``docs/rules.md``; ``vocabulary`` is the table of their keys.
"""

from calculator.registry.files.problem import RuleProblem
from calculator.registry.loading import Report, check, from_documents, load
from calculator.registry.words import diff, listing, show

__all__ = ["Report", "RuleProblem", "check", "diff", "from_documents", "listing", "load", "show"]
