"""Writes the tables of ``docs/populations.md`` anew: ``python -m tests.scenarios.population.page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from calculator.scenarios.population.columns import Column
from calculator.scenarios.population.schema import TABLES
from calculator.scenarios.population.synthetic import margins

PAGE = Path("docs/populations.md")
_BEGIN, _END = "<!-- {}: made by tests/scenarios/population/page.py -->", "<!-- end -->"


def schema() -> Iterator[str]:
    for table in TABLES.values():
        key = f"key {' + '.join(table.key)}" if table.key else "rows may be alike"
        needed = "required" if table.required else "optional"
        yield f"### `{table.name}`: {table.meaning.nl} / {table.meaning.en} ({needed}; {key})\n"
        yield "| column | type | unit | meaning |"
        yield "|---|---|---|---|"
        for column in table.columns:
            name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
            yield f"| {name} | {_kind(column)} | {column.unit} | {column.meaning.nl} / {column.meaning.en} |"
        yield ""


def _kind(column: Column) -> str:
    if column.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.codes:
        return f"code of {column.codes}"
    if column.low is not None:
        return f"whole number, {column.low} to {column.high}"
    return {"text": "text", "flag": "yes or no", "day": "day", "whole": "whole number"}[column.kind]


def figures() -> Iterator[str]:
    yield "| margin | figures | status | unit | source |"
    yield "|---|---|---|---|---|"
    for name in dict.fromkeys(row.margin for row in margins.every()):
        rows = margins.by_name(name)
        statuses = ", ".join(sorted({row.status for row in rows}))
        units = "; ".join(dict.fromkeys(row.unit for row in rows if row.unit))
        told = "; ".join(dict.fromkeys(row.source for row in rows))
        yield f"| `{name}` | {len(rows)} | {statuses} | {units} | {told} |"
    yield ""
    for source in margins.sources().values():
        seen = f", read on {source.seen}" if source.seen else ""
        title = f"[{source.title}]({source.url})" if source.url else source.title
        yield f"- `{source.code}`: {title}{seen}"


def written(text: str) -> str:
    """The page with its generated parts made anew."""
    for name, lines in (("schema", schema()), ("margins", figures())):
        begin = _BEGIN.format(name)
        head, _, rest = text.partition(begin)
        _, _, tail = rest.partition(_END)
        text = f"{head}{begin}\n\n" + "\n".join(lines).rstrip() + f"\n\n{_END}{tail}"
    return text


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
