"""The OpenAPI document is valid, and says what the application does: no path, method or parameter more or less."""

import os
import re
import subprocess
import sys
import warnings
from typing import Any

import falcon
import falcon.testing
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from gateway.catalog import commands
from gateway.openapi import document
from gateway.openapi.answers import PROBLEMS
from gateway.resources.documents import OpenApi

METHODS = ("get", "post", "put", "patch", "delete")
PROBES = {
    "read_code_lists", "is_live", "is_ready", "read_openapi", "read_docs", "read_docs_file", "find_nearest_centers",
    "read_events", "read_asyncapi", "read_event_schema",
}  # fmt: skip


def operations(openapi: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(path, method): told for path, methods in openapi["paths"].items() for method, told in methods.items()}


def schema_of(openapi: dict[str, Any], schema: dict[str, Any]) -> Any:
    whole = {**schema, "components": openapi["components"]}
    return OAS31Validator(whole)


def test_the_document_is_valid(openapi):
    validate(openapi)


def test_every_process_writes_the_same_document():
    """Down to its last byte, for its ETag is told by one process and brought back to another."""
    told = {
        subprocess.run(
            [sys.executable, "-c", "from gateway.resources.documents import OpenApi; print(OpenApi()._written()[1])"],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(told) == 1


def test_no_two_schemas_take_each_others_names():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document()


def test_the_document_lists_every_route_and_no_other(openapi, resources):
    routed = {(path, method) for path, one in resources.items() for method in METHODS if hasattr(one, f"on_{method}")}
    assert set(operations(openapi)) == routed


def test_the_document_lists_every_parameter_and_no_other(openapi, resources):
    for (path, method), told in operations(openapi).items():
        handler = getattr(resources[path], f"on_{method}")
        known = getattr(getattr(handler, "__self__", None), "parameters", None)
        if method == "get" and isinstance(known, tuple):
            assert {one["name"] for one in told["parameters"] if one["in"] == "query"} == set(known), path


def test_paths_name_the_parameters_that_are_described(openapi):
    for (path, _), told in operations(openapi).items():
        assert re.findall(r"{(\w+)}", path) == [one["name"] for one in told["parameters"] if one["in"] == "path"]


def test_operations_have_names_of_their_own(openapi):
    names = [told["operationId"] for told in operations(openapi).values()]
    assert len(names) == len(set(names))


def test_what_needs_no_token_is_known(openapi):
    """A new operation asks for a token, unless somebody says here that it is for everybody."""
    public = {command.name for _, command in commands().values() if command.public}
    open_ = {told["operationId"] for told in operations(openapi).values() if told.get("security") == []}
    assert open_ == PROBES | public


@pytest.mark.parametrize("name", list(commands()))
def test_the_example_of_a_command_is_what_the_document_describes(openapi, name):
    _, command = commands()[name]
    told = openapi["paths"][f"/v1{command.path}"][command.method.lower()]
    for content in told.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            assert list(schema_of(openapi, content["schema"]).iter_errors(content["example"])) == []


def test_every_problem_is_described_once(openapi):
    used = {ref for told in operations(openapi).values() for one in told["responses"].values() if (ref := one.get("$ref"))}
    assert used == {f"#/components/responses/{name}" for name, _ in PROBLEMS.values()}


class TestServed:
    client = falcon.testing.TestClient(falcon.App())
    client.app.add_route("/openapi.json", OpenApi())

    def test_it_is_the_document(self, openapi):
        answer = self.client.simulate_get("/openapi.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.json == openapi

    def test_whoever_holds_it_gets_nothing(self):
        tag = self.client.simulate_get("/openapi.json").headers["etag"]
        again = self.client.simulate_get("/openapi.json", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
