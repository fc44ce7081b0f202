from safeground.memo import Memo


def test_reuses_only_what_has_the_same_content():
    memo = Memo()
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    assert memo.get("streets", (b"a", "b"), lambda: make("first")) == "first"
    assert memo.get("streets", (b"a", "b"), lambda: make("second")) == "first"
    assert memo.get("streets", (b"ab", ""), lambda: make("third")) == "third"
    assert memo.get("people", (b"a", "b"), lambda: make("fourth")) == "fourth"
    assert made == ["first", "third", "fourth"]
    assert memo.reused == 1
