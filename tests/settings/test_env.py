"""Environment variables are read strictly."""

from __future__ import annotations

import pytest

from settings import env


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "postgresql://b/c"),
        ("DATABASE_ROLE", "root"),
        ("REDIS_URL", "localhost:6379"),
        ("KEY_ENCRYPTION_KEY", "one:c2hvcnQ="),
        ("KEY_ENCRYPTION_KEY", "not base64"),
        ("PUBLIC_URL", "https://exchange.example/path"),
        ("PUBLIC_URL", "exchange.example"),
        ("DEBUG", "yes"),
        ("EMAIL_URL", "mail.example"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_malformed_value_stops_with_a_sentence(name: str, value: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        env.read({name: value})
    assert name in str(stopped.value)
    assert value not in str(stopped.value) or value == ""


def test_socket_folder_as_host() -> None:
    found = env.postgres_url("postgresql://shugang:p%40ss@/shugang?host=%2Fvar%2Frun")
    assert found["HOST"] == "/var/run"
    assert found["USER"] == "shugang"
    assert found["PASSWORD"] == "p@ss"


def test_table_names_every_variable() -> None:
    printed = env.table()
    assert all(f"`{variable.name}`" in printed for variable in env.VARIABLES)
