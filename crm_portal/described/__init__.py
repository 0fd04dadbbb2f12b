"""What the schema of the API says beyond its shapes: summaries, parameters, examples, refusals."""

from typing import Any

from crm_portal.described import words
from crm_portal.described.examples import Examples

JSON, PROBLEM = "application/json", "application/problem+json"
LONGEST_SUMMARY = 120


def describe(result: dict[str, Any], **_asked: Any) -> dict[str, Any]:
    """Complete every operation of the schema; the hook of drf-spectacular."""
    examples = Examples(result["components"]["schemas"])
    for operations in result["paths"].values():
        for operation in operations.values():
            _describe(operation, examples)
    return result


def _describe(operation: dict[str, Any], examples: Examples) -> None:
    told = " ".join(operation.get("description", "").split())
    operation.setdefault("summary", told.partition(". ")[0].rstrip(".:")[:LONGEST_SUMMARY])
    for parameter in operation.get("parameters", ()):
        _describe_parameter(parameter, operation["operationId"])
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if body:
        body["example"] = examples.of(body["schema"])
    for status, response in operation["responses"].items():
        _describe_response(status, response, examples)


def _describe_parameter(parameter: dict[str, Any], operation: str) -> None:
    name = parameter["name"]
    parameter["schema"].pop("title", None)  # in the language of the model, and not for here
    if not parameter.get("description"):
        special = words.OF_OPERATION.get((operation.partition("_")[0], name))
        parameter["description"] = special or words.PARAMETERS.get(name, "")


def _describe_response(status: str, response: dict[str, Any], examples: Examples) -> None:
    response["description"] = response.get("description") or words.ANSWERS[status]
    for kind, content in response.get("content", {}).items():
        if kind == PROBLEM:
            content["example"] = words.problem(int(status))
        else:
            content["example"] = examples.of(content["schema"])
