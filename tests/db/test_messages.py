"""What the program says of an article is said in the reader's language."""

from __future__ import annotations

import pytest

from ingest_db.publish.texts import INTERFACE, message_text


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("a list item looks like a document and was not understood", ()),
        ("14 documents announced, 13 read", ("14", "13")),
        ("Monday, May 6: 2025-05-06 is a Tuesday", ("Monday, May 6", "2025-05-06")),
        ("no party is known of: Memorandum on trade", ("Memorandum on trade",)),
        ("no country is known of: National Bank", ("National Bank",)),
        ("language_not_read: there is no lexicon of 'zh'", ("zh",)),
        ("the page's time 'noon' is not ISO 8601", ("noon",)),
        ("the printed time 'ere yesterday' was not understood", ("ere yesterday",)),
        ("the page's time 2025-05-06T10:00:00+05:00 and the printed '7 May' differ", ("2025-05-06", "7 May")),
        ("the page states no time of publication", ()),
        ("only in en, ru: Memorandum on trade", ("en, ru", "Memorandum on trade")),
    ],
)
def test_a_message_is_told_in_every_language_with_its_values(message: str, kept: tuple[str, ...]) -> None:
    told = {language: message_text(language, message) for language in INTERFACE}
    assert told["en"] == message
    assert len(set(told.values())) == len(INTERFACE)
    assert all(value in text for text in told.values() for value in kept)


def test_a_message_nobody_translated_stays_as_it_is() -> None:
    assert message_text("ru", "something new") == "something new"
