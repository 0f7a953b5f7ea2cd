"""Labels of a user's data, as odd as they come: in charts, on pages, on a terminal."""

import base64
import hashlib
import time
from pathlib import Path

import html5lib
import pytest
from expectations.__main__ import main as judge
from expectations.data_docs import OfflinePageView
from expectations.folder import MARK, check_folder, empty_folder
from expectations.history import CannotRun
from great_expectations.render import (
    RenderedDocumentContent,
    RenderedSectionContent,
    RenderedStringTemplateContent,
)
from labels import fit, one_line
from scorecard import charts
from scorecard.page import _environment
from scorecard.svg import svg

HOSTILE = """</title><script>alert("1")</script><img src=x onerror='alert(2)'> & a\\b 靴 👟"""
HTML = "{http://www.w3.org/1999/xhtml}"
UNFIT = [*map(chr, range(9)), "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800", "\udfff"]
UNFIT += ["\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]


@pytest.mark.parametrize("unfit", UNFIT, ids=ascii)
def test_what_cannot_be_shown_is_seen_to_be_missing(unfit: str) -> None:
    assert fit(f"a{unfit}b") == "a\ufffdb"


def test_what_can_be_shown_is_left_as_it_is() -> None:
    kept = HOSTILE + "\t\n\r\xa0\u200d\ue000\ufffd'\"%s {{ x }} 🇩🇪"
    assert fit(kept) == kept


def test_a_line_is_one_and_short() -> None:
    assert one_line("a\r\n b\u2028\x1b[2Jc") == "a b \ufffd[2Jc"
    assert one_line("abcdef", 6) == "abcdef"
    assert one_line("abcdefg", 6) == "abcde\N{HORIZONTAL ELLIPSIS}"


def drawn(label: str) -> str:
    """Words of a chart of two bars with this label."""
    rows = [{"label": label, "value": 2.0, "text": "2"}, {"label": "b", "value": 1, "text": "1"}]
    markup = svg(charts.bars(rows), "key", label, label)
    # Well-formed, or html5lib raises.
    tree = html5lib.HTMLParser(strict=True).parse(f"<!doctype html><title>t</title>{markup}")
    tags = {str(element.tag).split("}")[-1] for element in tree.iter()}
    assert not tags & {"script", "img", "foreignObject"}
    return "".join(tree.itertext())


@pytest.mark.parametrize(
    "unfit", ["\x00", "\x01", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"], ids=ascii
)
def test_a_label_with_a_character_that_cannot_be_drawn_is_drawn(unfit: str) -> None:
    assert "a\ufffdb" in drawn(f"a{unfit}b")


def test_a_label_is_no_markup_in_a_chart() -> None:
    for label in ("</svg><script>alert(1)</script>", "]]>&amp;<!--", "\\\"'`{{ x }} \\u0041 %s"):
        assert label in drawn(label)


@pytest.mark.parametrize("shift", range(2))
def test_a_label_that_is_cut_within_emoji_is_drawn(shift: int) -> None:
    assert "👟👟" in drawn("x" * shift + "👟" * 150)


def test_characters_of_private_use_and_emoji_are_not_taken_for_each_other() -> None:
    assert "\ue000 👟 \ue001 🇩🇪" in drawn("\ue000 👟 \ue001 🇩🇪")


def test_a_label_as_long_as_a_book_is_drawn_at_once() -> None:
    rows = [{"label": "very long words " * 50_000, "value": 1.0, "text": "1"}]
    started = time.monotonic()
    assert "very long" in svg(charts.bars(rows), "key", "title", "words")
    assert time.monotonic() - started < 10


def test_the_scorecard_runs_no_script_and_knows_its_style_sheet() -> None:
    environment = _environment()
    policy, style = environment.globals["policy"], environment.globals["style"]
    allowed = base64.b64encode(hashlib.sha256(str(style).encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy).split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{allowed}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_labels_are_text_in_data_docs_whose_policy_runs_no_script() -> None:
    told = RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={
            "template": f"region = {HOSTILE}: $low rows",
            "params": {"low": HOSTILE, "html_success_icon": "<i></i>"},
            "tooltip": {"content": HOSTILE},
        },
    )
    plain = RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={"template": HOSTILE, "params": {}, "styling": {"params": {}}},
    )
    section = RenderedSectionContent(section_name=HOSTILE, content_blocks=[told, plain])
    page = OfflinePageView().render(
        RenderedDocumentContent(
            sections=[section], renderer_type="ValidationResultsPageRenderer", page_title=HOSTILE
        )
    )
    tree = html5lib.HTMLParser().parse(page)
    tags = {element.tag.removeprefix(HTML) for element in tree.iter() if element.tag}
    assert not tags & {"script", "img"}
    # Once in the title, twice in the header and the navigation, four times in the texts.
    assert "".join(tree.itertext()).count(HOSTILE) == 7
    head = tree.find(f"{HTML}head")
    policy = next(meta for meta in head.iter(f"{HTML}meta") if meta.get("http-equiv"))
    assert policy.get("http-equiv") == "Content-Security-Policy"
    assert "default-src 'none'" in policy.get("content")
    assert "script-src" not in policy.get("content")


@pytest.mark.parametrize(
    "names",
    [
        ["mine.txt"],
        ["static/mine.css"],
        ["static/mine.css", "index.html", "expectations/a.html", "validations/b.html"],
        ["static/mine.css", f"{MARK}"],
    ],
)
@pytest.mark.parametrize("is_link", [False, True])
def test_a_folder_of_somebody_else_is_no_folder_for_data_docs(
    tmp_path: Path, names: list[str], is_link: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine"
    for name in names:
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text("mine")
    folder = tmp_path / "link" if is_link else mine
    if is_link:
        folder.symlink_to(mine)
    with pytest.raises(CannotRun, match="move it away, or name another"):
        empty_folder(folder)
    # Before anything else is looked at.
    warehouse = str(tmp_path / "none.duckdb")
    assert judge(["--warehouse", warehouse, "--data-docs", str(folder)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"expectations: {folder} holds other files than Data Docs")
    assert told.count("\n") == 1
    assert {name: (mine / name).read_text() for name in names} == dict.fromkeys(names, "mine")


def test_pages_of_an_earlier_run_are_replaced_and_nothing_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    for _ in range(2):
        empty_folder(folder)
        (folder / "static").mkdir()
        (folder / "index.html").write_text("an old page")
        (folder / "notes.txt").write_text("mine")
    empty_folder(folder)
    assert {path.name for path in folder.iterdir()} == {MARK, "notes.txt"}
    check_folder(folder)


def test_a_file_where_the_folder_of_data_docs_should_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    for name in ("file", "file/below"):
        with pytest.raises((CannotRun, OSError)):
            empty_folder(tmp_path / name)
    assert judge(["--warehouse", "none", "--data-docs", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "file").read_text() == "mine"
