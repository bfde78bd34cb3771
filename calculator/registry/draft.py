"""Everything that could be read, with the place of every word: what the checks look at before it becomes a rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.domain.window import Window
from calculator.registry import build, implying
from calculator.registry.files import documents, nodes
from calculator.registry.files.problem import Findings, RuleProblem
from calculator.registry.files.records import Record
from calculator.registry.files.row import Row
from calculator.registry.lists import beside as around
from calculator.registry.lists import codelists, relations, windows
from calculator.registry.lists.codelists import Codelist
from calculator.registry.lists.relations import RelationRow
from calculator.registry.vocabulary import LIMIT, SCHEME


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """A scheme with the row it was built from."""

    file: str
    row: Row
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class LimitFile:
    """A limit with the row it was built from."""

    file: str
    row: Row
    limit: Limit


@dataclass(slots=True)
class Draft:
    """What was read. ``unreadable`` files were not built, ``left_out`` were recorded after the day that was asked: what
    refers to either is not called an orphan.

    ``schemes`` and ``limits`` hold every version, also those that a correction has replaced (``replaced``, by path).
    ``mended_later`` are files that were corrected after the day that was asked: what is wrong with them is known by now.
    ``hashes`` are those of the rulebook, ``all_hashes`` also of files recorded after the day that was asked.
    """

    hashes: Mapping[str, str]
    schemes: list[SchemeFile] = field(default_factory=list)
    limits: list[LimitFile] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    codelists: dict[str, Codelist] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    mended_later: set[str] = field(default_factory=set)
    strays: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    all_hashes: Mapping[str, str] = field(default_factory=dict)
    _records: dict[int, tuple[Row, ...]] = field(default_factory=dict, repr=False, compare=False)

    def records(self, file: SchemeFile | LimitFile) -> tuple[Row, ...]:
        """The row of a file and every record below it, gone through once for all checks."""
        found = self._records.get(id(file.row))
        if found is None:
            found = self._records[id(file.row)] = tuple(file.row.walk())
        return found

    def look_at(self, row: Row, records: tuple[Row, ...]) -> None:
        """Of what stands below a row only these records are new; the others were checked before."""
        self._records[id(row)] = records

    def files(self) -> Iterator[SchemeFile | LimitFile]:
        """Every version of every scheme and limit."""
        yield from self.schemes
        yield from self.limits

    def standing(self) -> Iterator[SchemeFile | LimitFile]:
        """The versions of schemes and limits that no correction has replaced."""
        return (f for f in self.files() if f.file not in self.replaced)

    def standing_schemes(self) -> Iterator[SchemeFile]:
        """The versions that no correction has replaced."""
        return (f for f in self.schemes if f.file not in self.replaced)

    def standing_limits(self) -> Iterator[LimitFile]:
        """The limits that no correction has replaced."""
        return (f for f in self.limits if f.file not in self.replaced)

    def standing_relations(self) -> Iterator[RelationRow]:
        """The relations that no correction has replaced."""
        corrected = {r.corrects for r in self.relations if r.corrects}
        return (r for r in self.relations if r.relation.id not in corrected)

    def unreadable_ids(self) -> frozenset[str]:
        """The ids of schemes with a file that was not built, from their paths."""
        return frozenset(scheme_id(path) for path in (*self.unreadable, *self.left_out))

    def rulebook(self) -> Rulebook:
        """The values for the core; only for a draft without problems."""
        measures = self.codelists.get("measures")
        by = implying.implying(measures.codes) if measures else {}
        standing = (implying.counting(f.scheme, by) for f in self.standing_schemes())
        return Rulebook(
            schemes=tuple(sorted(standing, key=lambda s: (s.id, s.validity.start))),
            relations=tuple(sorted((r.relation for r in self.standing_relations()), key=lambda r: r.id)),
            limits=tuple(
                sorted((f.limit for f in self.standing_limits()), key=lambda x: (x.id, x.validity.start))
            ),
            codelists={name: self.codelists[name].codes for name in sorted(self.codelists)},
            legal_bases=codelists.legal_bases(self.codelists.get("legal_bases")),
            digest=documents.digest(self.hashes),
            files=dict(self.hashes),
            windows=self._windows(),
        )

    def _windows(self) -> tuple[Window, ...]:
        """What is wrong in the table is told by its check."""
        data = self.beside.get(around.WINDOWS, b"")
        read = windows.read(data, Findings(around.WINDOWS)) if data else ()
        return tuple(window for window, _ in read)


def scheme_id(path: str) -> str:
    """The id that the path of a scheme file stands for."""
    return ".".join(path.split("/")[1:-1])


def read(files: Mapping[str, bytes], as_known_on: date | None = None) -> tuple[Draft, list[RuleProblem]]:
    """Read every file; with ``as_known_on``, files and relation rows that were recorded later are left out."""
    hashes = documents.hashes(files)
    draft = Draft(hashes, all_hashes=hashes)
    problems: list[RuleProblem] = []
    for path in hashes:
        found = Findings(path)
        folder = PurePosixPath(path).parts[0]
        if folder == "codelists":
            name = PurePosixPath(path).stem
            draft.codelists[name] = codelists.read(name, files[path], found)
        elif folder == "relations":
            rows = relations.read(files[path], found)
            draft.relations += [r for r in rows if _known(r.recorded_on, as_known_on)]
        elif not _yaml(path, files[path], draft, found, as_known_on):
            draft.left_out.append(path)
        problems += found.problems
    draft.hashes = {path: sha256 for path, sha256 in hashes.items() if path not in set(draft.left_out)}
    _replace(draft)
    return draft, problems


def _known(recorded_on: date | None, day: date | None) -> bool:
    return day is None or recorded_on is None or recorded_on <= day


def _yaml(path: str, data: bytes, draft: Draft, found: Findings, day: date | None) -> bool:
    """Read a scheme or limit into the draft; False where it was recorded after the day."""
    is_scheme = path.startswith("schemes/")
    row = _row(SCHEME if is_scheme else LIMIT, data, found)
    if row is None:
        draft.unreadable.append(path)
        return True
    if not _known(row.day("recorded_on"), day):
        corrected = row.maybe_text("corrects")
        if corrected is not None:
            draft.mended_later.add(str(PurePosixPath(path).with_name(corrected)))
        return False
    digest = draft.hashes[path]
    if is_scheme:
        draft.schemes.append(SchemeFile(path, row, build.scheme(row, digest, found)))
    else:
        draft.limits.append(LimitFile(path, row, build.limit(row, digest, found)))
    return True


def _row(record: Record, data: bytes, found: Findings) -> Row | None:
    node = nodes.read(data, found)
    row = record.read(node, found) if node is not None else None
    return None if found.problems else row


def _replace(draft: Draft) -> None:
    for file in draft.files():
        corrected = file.row.maybe_text("corrects")
        if corrected is not None:
            draft.replaced.add(str(PurePosixPath(file.file).with_name(corrected)))


def missing_list(name: str) -> tuple[Text, Text]:
    """Message and remedy for a codelist that is not there."""
    return (
        Text(nl=f"de codelijst `{name}` ontbreekt", en=f"the codelist `{name}` is missing"),
        Text(nl=f"maak codelists/{name}.csv", en=f"make codelists/{name}.csv"),
    )
