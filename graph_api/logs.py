"""The one logger: structured, key=value or JSON, to one stream."""

from typing import TextIO

import structlog

from graph_api.settings import Settings


def configure_logs(settings: Settings, stream: TextIO) -> None:
    """Send every event to the stream in the form of the settings, one line each, with time and level."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
