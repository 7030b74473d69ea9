"""The manifest: what the service offers and where."""

from typing import Any

from graph_api.http.models_reconcile import MOST_QUERIES
from graph_api.http.reconciling.vocabulary import GROUPS, TYPES
from graph_api.version import VERSION
from loaders.export.jsonld import BASE

VERSIONS = ("0.2",)
PREVIEW_WIDTH = 420
PREVIEW_HEIGHT = 260
DEFAULT_TYPES = (*(group.id for group in GROUPS), "Enterprise", "Service", "Technology", "Product")


def manifest(address: str, path: str, language: str) -> dict[str, Any]:
    """The manifest of the service at `path` of the server at `address`, which ends without a slash.

    Entities and the words of the domain are named in the identifiers that the JSON-LD export has.
    """
    here = f"{address}{path}"
    is_zh = language == "zh"

    def suggest(what: str) -> dict[str, str]:
        return {
            "service_url": here,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }

    modalities = {
        "fact": "已成事实或规定" if is_zh else "facts and rules",
        "plan": "仅规划的" if is_zh else "only what is planned",
        "inferred": "仅推断的" if is_zh else "only what is inferred",
        "all": "全部，不分性质" if is_zh else "all of them, undistinguished",
    }
    return {
        "versions": list(VERSIONS),
        "name": "六链" if is_zh else "Six Chains",
        "identifierSpace": BASE,
        "schemaSpace": f"{BASE}term:",
        "documentation": f"{address}/docs",
        "serviceVersion": VERSION,
        "logo": f"{address}/static/icon.svg",
        "defaultTypes": [
            {"id": one, "name": TYPES[one].zh if is_zh else TYPES[one].en} for one in DEFAULT_TYPES
        ],
        "view": {"url": f"{address}/entities/{{{{id}}}}"},
        "preview": {
            "url": f"{here}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {what: suggest(what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "modality",
                    "label": "关系的性质" if is_zh else "relations that are",
                    "type": "select",
                    "default": "fact",
                    "help_text": "规划和推断的关系不当作事实"
                    if is_zh
                    else "what is planned or inferred is no fact",
                    "choices": [{"value": key, "name": name} for key, name in modalities.items()],
                },
                {
                    "name": "limit",
                    "label": "最多取几个值" if is_zh else "values at most",
                    "type": "number",
                    "default": 100,
                    "help_text": "0 至 100" if is_zh else "0 to 100",
                },
            ],
        },
        "batchSize": MOST_QUERIES,
    }
