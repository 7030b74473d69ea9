"""Settings: read once from the environment and `sixchains.toml`, then passed on. Nothing else reads them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph_api.domain import BadInputError

SETTINGS_FILE = "sixchains.toml"
PREFIX = "SIXCHAINS_"


class Settings(BaseSettings):
    """Every setting, its unit and its default. A variable `SIXCHAINS_<NAME>` goes before the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=SETTINGS_FILE, extra="forbid", frozen=True
    )

    database_url: str | None = Field(
        None,
        pattern=r"^(bolt|neo4j)(\+s|\+ssc)?://\S+$",
        description="Address of a Neo4j server or cluster; without it the embedded engine runs",
    )
    database_user: str = Field("neo4j", description="Login at database_url")
    database_password: SecretStr | None = Field(None, description="Password at database_url")
    database_name: str | None = Field(
        None, description="Name of the database at database_url; its home database without it"
    )
    reader_user: str | None = Field(
        None, description="A login at database_url that may only read, for statements from outside"
    )
    reader_password: SecretStr | None = Field(None, description="Password of reader_user")
    data_folder: Path = Field(
        Path(".sixchains"), description="Folder of the embedded engine, its log and its reports"
    )
    heap_megabytes: int = Field(1024, ge=128, le=65536, description="Heap of the embedded engine")
    question_seconds: float = Field(
        30, gt=0, le=3600, description="Time a question may take, in seconds"
    )
    cypher_seconds: float = Field(
        5, gt=0, le=600, description="Time a statement from outside may take, in seconds"
    )
    cypher_rows: int = Field(
        10_000, ge=1, le=1_000_000, description="Rows a statement from outside may return"
    )
    cypher_megabytes: int = Field(
        16, ge=1, le=1024, description="Size of the answer to a statement from outside"
    )
    cypher_at_once: int = Field(
        4, ge=1, le=64, description="Statements from outside that may run at one time"
    )
    body_megabytes: int = Field(8, ge=1, le=1024, description="Largest body of a request")
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8700, ge=1, le=65535, description="Port the server listens on")
    allowed_hosts: tuple[str, ...] = Field(
        (),
        description="Names by which requests may call the server, beside its address; a JSON list",
    )
    language: Literal["zh", "en"] = Field(
        default_factory=lambda: language_of_locale(os.environ),
        description="Language of pages and messages; without it LANG decides, Chinese first",
    )
    log_format: Literal["console", "json"] = Field("console", description="Form of the log")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments go before the environment, the environment before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def language_of_locale(environment: Mapping[str, str]) -> Literal["zh", "en"]:
    """English where LC_ALL, LC_MESSAGES or LANG asks for it, else Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].startswith("en") else "zh"
    return "zh"


def read_settings(**given: Any) -> Settings:  # noqa: ANN401 - pydantic checks each value
    """The settings in force; `given` overrides what the environment and the file say.

    Raises BadInputError that names the setting and what is wrong with it, never its value.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        message = (
            f"the setting {PREFIX}{name.upper()} is not valid: {first['msg']}; "
            f"correct it in the environment or in {SETTINGS_FILE}"
        )
        raise BadInputError(message) from None
    except ValueError as error:
        message = f"{SETTINGS_FILE} cannot be read: {error}; correct it or move it away"
        raise BadInputError(message) from None


def settings_in_force(settings: Settings) -> list[dict[str, str]]:
    """Each setting as `{setting, value, from}`; of a password only whether it is set."""
    file = TomlConfigSettingsSource(Settings)()
    rows = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        shown = "set" if isinstance(value, SecretStr) else str(value)
        origin = SETTINGS_FILE if name in file else "default"
        if f"{PREFIX}{name}".upper() in os.environ:
            origin = "environment"
        elif name in settings.model_fields_set and origin == "default":
            origin = "option"
        rows.append({"setting": name, "value": shown, "from": origin})
    return rows
