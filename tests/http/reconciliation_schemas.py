"""What the Reconciliation Service API 0.2 says of its documents, as JSON Schemas of our own.

Written from the prose of the specification (sections 2 to 6), since no package carries the published
schema files. Where the prose is stricter than those files (a name is not empty, an id of a feature is
there once), so are these; where both leave room (what else a document may hold) so do these.
"""

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_LINK: Schema = {"type": "string", "pattern": "^https?://[^\\s]+$"}
_URI: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^\\s]+$"}
_WITH_ID: Schema = {**_LINK, "pattern": "^https?://.*\\{\\{id\\}\\}"}


def _object(required: Schema, optional: Schema | None = None, **more: Any) -> Schema:  # noqa: ANN401
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        **more,
    }


def _list(items: Schema, **more: Any) -> Schema:  # noqa: ANN401 - keywords of a schema
    return {"type": "array", "items": items, **more}


_TYPE = _object({"id": _TEXT, "name": _TEXT})
_FULL_TYPE = _object(
    {"id": _TEXT, "name": _TEXT}, {"description": {"type": "string"}, "broader": _list(_TYPE)}
)
_TYPE_OR_ID: Schema = {"anyOf": [_object({"id": _TEXT}, {"name": _TEXT}), _TEXT]}
_SUGGEST = _object(
    {"service_url": _LINK, "service_path": {"type": "string", "pattern": "^/"}},
    {
        "flyout_service_url": _LINK,
        "flyout_service_path": {"type": "string", "pattern": "\\$\\{id\\}"},
    },
)


def _setting(kind: str, default: Schema, choices: Schema | None = None) -> Schema:
    return _object(
        {"type": {"const": kind}, "label": _TEXT, "name": _TEXT, **(choices or {})},
        {"default": default, "help_text": {"type": "string"}},
    )


_CHOICES: Schema = {"choices": _list(_object({"value": {"type": "string"}, "name": _TEXT}))}
_SETTING: Schema = {
    "oneOf": [
        _setting("number", {"type": "number"}),
        _setting("text", {"type": "string"}),
        _setting("checkbox", {"type": "boolean"}),
        _setting("select", {"type": "string"}, _CHOICES),
    ]
}

MANIFEST = _object(
    {
        "versions": {"type": "array", "items": _TEXT, "contains": {"const": "0.2"}},
        "name": _TEXT,
        "identifierSpace": _URI,
        "schemaSpace": _URI,
    },
    {
        "defaultTypes": _list(_FULL_TYPE, uniqueItems=True),
        "documentation": _LINK,
        "logo": _LINK,
        "serviceVersion": _TEXT,
        "view": _object({"url": _WITH_ID}),
        "feature_view": _object({"url": _WITH_ID}),
        "preview": _object(
            {
                "url": _WITH_ID,
                "width": {"type": "integer", "minimum": 1},
                "height": {"type": "integer", "minimum": 1},
            }
        ),
        "suggest": _object({}, {"entity": _SUGGEST, "property": _SUGGEST, "type": _SUGGEST}),
        "extend": _object(
            {},
            {
                "propose_properties": _object({"service_url": _LINK, "service_path": _TEXT}),
                "property_settings": _list(_SETTING),
            },
        ),
        "batchSize": {"type": "integer", "minimum": 1},
    },
)

_FEATURE = _object({"id": _TEXT, "value": {"type": ["boolean", "number"]}})
_CANDIDATE = _object(
    {"id": _TEXT, "name": _TEXT, "type": _list(_TYPE_OR_ID), "score": {"type": "number"}},
    {
        "description": {"type": "string"},
        "match": {"type": "boolean"},
        "features": _list(_FEATURE, uniqueItems=True),
    },
)
RESULTS: Schema = {
    "type": "object",
    "additionalProperties": _object({"result": _list(_CANDIDATE)}),
}

_VALUE: Schema = {
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        _object({"id": {"type": "string"}}, {"name": {"type": "string"}}),
    ]
}
QUERIES: Schema = {
    "type": "object",
    "additionalProperties": _object(
        {},
        {
            "query": _TEXT,
            "type": {"anyOf": [{"type": "string"}, _list({"type": "string"})]},
            "limit": {"type": "number", "exclusiveMinimum": 0},
            "properties": _list(
                _object({"pid": {"type": "string"}, "v": {"anyOf": [_VALUE, _list(_VALUE)]}})
            ),
            "type_strict": {"enum": ["any", "should", "all"]},
        },
        anyOf=[
            {"required": ["query"]},
            {"required": ["properties"], "properties": {"properties": {"minItems": 1}}},
        ],
        additionalProperties=False,
    ),
}

_SUGGESTED: Schema = {"id": _TEXT, "name": _TEXT}
SUGGESTED_ENTITIES = _object(
    {
        "result": _list(
            _object(_SUGGESTED, {"description": {"type": "string"}, "notable": _list(_TYPE_OR_ID)})
        )
    }
)
SUGGESTED_PROPERTIES = _object(
    {"result": _list(_object(_SUGGESTED, {"description": {"type": "string"}}))}
)
SUGGESTED_TYPES = _object({"result": _list(_FULL_TYPE)})
FLYOUT = _object({"id": _TEXT, "html": _TEXT})
PROPOSAL = _object(
    {"properties": _list(_object(_SUGGESTED)), "type": {"type": "string"}},
    {"limit": {"type": ["integer", "null"]}},
)

EXTENSION_QUERY = _object(
    {
        "ids": _list({"type": "string"}),
        "properties": _list(_object({"id": {"type": "string"}}, {"settings": {"type": "object"}})),
    }
)
_DATE = (
    "^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|[+-][0-2][0-9]:[0-5][0-9])?$"
)


def _only(required: Schema, optional: Schema | None = None) -> Schema:
    return _object(required, optional, additionalProperties=False)


_CELL: Schema = {
    "oneOf": [
        _only({}),
        _only({"id": _TEXT, "name": _TEXT}, {"description": {"type": "string"}}),
        _only({"str": {"type": "string"}}),
        _only({"int": {"type": "integer"}}),
        _only({"float": {"type": "number"}}),
        _only({"date": {"type": "string", "pattern": _DATE}}),
    ]
}
EXTENSION = _object(
    {
        "meta": _list(_object(_SUGGESTED, {"type": _object({"id": _TEXT}), "service": _LINK})),
        "rows": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": _list(_CELL)},
        },
    }
)
