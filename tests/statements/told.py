"""A statement's content as plain text, section by section: what the golden files hold.

``python -m tests.statements.told`` writes the golden files anew; read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

from calculator.statements.award.voice import Language
from calculator.statements.content.blocks import (
    Bars,
    Block,
    Bullets,
    Facts,
    Figures,
    Fingerprints,
    ParcelMap,
    Prose,
    Section,
    Share,
    Table,
)
from calculator.statements.content.content import content
from tests.statements import builders

GOLDEN = Path(__file__).parent / "golden"


def section_text(section: Section) -> str:
    return (
        "\n".join([f"## {section.title}", *(line for block in section.blocks for line in block_lines(block))])
        + "\n"
    )


def block_lines(block: Block) -> list[str]:
    if isinstance(block, Prose):
        return [f"[{block.tone}] {block.text}"]
    if isinstance(block, Bullets):
        return [f"- {item}" for item in block.items]
    if isinstance(block, Fingerprints):
        return [f"fingerprints: {block.caption}", *(f"{name}: {mark}" for name, mark in block.rows)]
    if isinstance(block, Facts):
        return [f"{label}: {value}" for label, value in block.rows]
    if isinstance(block, Figures):
        return [f"{item.label} = {item.value} ({item.note})" for item in block.items]
    if isinstance(block, Bars | ParcelMap | Share):
        return [f"picture: {block.caption}", block.said]
    assert isinstance(block, Table)
    lines = [f"table: {block.caption}", " | ".join(column.title for column in block.columns)]
    for group in block.groups:
        lines += [f"== {group.title} ({group.detail})"] if group.title else []
        for row in group.rows:
            cells = [f"{cell.text} ({cell.detail})" if cell.detail else cell.text for cell in row.cells]
            lines.append(("= " if row.total else "") + " | ".join(cells))
    return lines


def sections(language: Language) -> dict[str, str]:
    made = content(
        {**builders.award(language), **builders.plans(language), **builders.terms(language)},
        builders.profile(),
        builders.rule_files(),
        language=language,
        issue=builders.ISSUE,
    )
    return {section.id: section_text(section) for section in made.sections}


def main() -> None:
    for language in ("nl", "en"):
        folder = GOLDEN / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in sections(language).items():
            (folder / f"{name}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
