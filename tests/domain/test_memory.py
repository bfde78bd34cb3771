"""What is remembered is what was found, in a bounded number, and goes nowhere with the value that it stands beside."""

from calculator.domain.memory import Answers, Memory, Once

SQUARES: Answers[int, int] = Answers("squares", 3)
ALL: Answers[int, int] = Answers("all of them")
NAME: Once[str] = Once("name")
NOTHING: Once[None] = Once("nothing")


def test_an_answer_is_worked_out_once() -> None:
    memory, asked = Memory(), list[int]()

    def square() -> int:
        asked.append(3)
        return 9

    assert [memory.answer(SQUARES, 3, square) for _ in range(3)] == [9, 9, 9]
    assert asked == [3]


def test_nothing_is_an_answer_too() -> None:
    memory, asked = Memory(), list[str]()
    for _ in range(2):
        memory.once(NOTHING, lambda: asked.append("asked"))
    assert asked == ["asked"]


def test_of_a_bounded_question_no_more_are_kept_than_the_most() -> None:
    memory = Memory()
    for n in range(10):
        memory.of(SQUARES)[n] = n * n
        assert len(memory.of(ALL)) == n
        memory.of(ALL)[n] = n
        memory.answer(SQUARES, n, lambda: -1)
    assert set(memory.of(SQUARES).values()) <= {64, 81, -1}
    assert len(memory.of(ALL)) == 10


def test_a_kept_answer_is_found_again_at_the_bound() -> None:
    memory = Memory()
    for n in (1, 2, 3):
        memory.answer(SQUARES, n, lambda n=n: n * n)  # type: ignore[misc]
    assert memory.answer(SQUARES, 1, lambda: 0) == 1
    assert memory.answer(SQUARES, 4, lambda: 16) == 16
    assert memory.answer(SQUARES, 1, lambda: 0) == 0


def test_questions_of_the_same_name_are_apart() -> None:
    memory = Memory()
    other: Answers[int, int] = Answers("squares", 3)
    memory.of(SQUARES)[1] = 1
    assert not memory.of(other)


def test_what_is_shared_is_what_the_other_has() -> None:
    mine, theirs = Memory(), Memory()
    mine.share(theirs, NAME)
    assert mine.get(NAME) is None
    theirs.keep(NAME, "weiland")
    mine.share(theirs, NAME, NOTHING)
    assert mine.get(NAME) == "weiland"
    assert len(mine) == 1


def test_what_is_forgotten_is_found_anew() -> None:
    memory = Memory()
    memory.of(ALL)[1] = 1
    memory.keep(NAME, "weiland")
    memory.forget()
    assert not memory
    assert memory.once(NAME, lambda: "akker") == "akker"
