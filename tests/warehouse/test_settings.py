from __future__ import annotations

import pytest

from warehouse import settings


def test_what_is_written_reads_back() -> None:
    given = settings.Settings(city=settings.City(name='示例"市', made_up=True), map=settings.Map(datum="gcj02"))
    assert settings.parse(settings.dump(given)) == given


def test_nothing_said_takes_the_defaults() -> None:
    assert settings.parse("") == settings.Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[reporting]\ncarry = 3", "carry"),
        ("[reporting]\ncarry_weeks = 'four'", "carry_weeks"),
        ("[nonsense]", "nonsense"),
        ("[map]\ndatum = 'mercator'", "datum"),
        ("[checks]\nrate_differs = 'note'", "rate_differs"),
        ("city = ", "TOML"),
    ],
)
def test_a_wrong_setting_is_named(text: str, named: str) -> None:
    with pytest.raises(settings.SettingsError, match=named):
        settings.parse(text)
