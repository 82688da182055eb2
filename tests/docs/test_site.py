"""What `make docs` looks at beyond the strict build."""

from __future__ import annotations

from pathlib import Path

from tools.docs.site import problems


def test_problems_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "index.html").write_text(
        """<a href="../style.css">there</a> <a href="..">top</a> <a href="#part">here</a> <a href="/guide/">here</a>
        <a href="https://example.com/">elsewhere</a> <a href="mailto:a@example.com">mail</a>
        <a href="../other/">gone</a> <img src="picture.svg"> <img src="data:image/gif;base64,R0lGOD">
        <script src="https://cdn.example.com/x.js"></script> <link rel="stylesheet" href="../style.css?v=1#x">""",
        encoding="utf-8",
    )
    (tmp_path / "index.html").write_text('<a href="guide/">guide</a> <a href="a%20b.txt">text</a>', encoding="utf-8")
    (tmp_path / "style.css").touch()
    (tmp_path / "a b.txt").touch()
    assert [*problems(tmp_path)] == [
        "guide/index.html: loads https://cdn.example.com/x.js from another host",
        "guide/index.html: picture.svg leads nowhere",
        "guide/index.html: ../other/ leads nowhere",
    ]
