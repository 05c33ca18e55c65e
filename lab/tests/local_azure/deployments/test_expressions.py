from __future__ import annotations

from collections.abc import Sequence

import pytest

from local_azure.deployments.expressions import ExpressionError, Functions, evaluate

NETWORK = {"Name": "net", "prefixes": ["10.0.0.0/16", "10.1.0.0/16"]}


def _join(arguments: Sequence[object]) -> object:
    return "+".join(str(each) for each in arguments)


FUNCTIONS: Functions = {"join": _join, "network": lambda _: NETWORK}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("plain", "plain"),
        ("[unclosed", "[unclosed"),
        ("[[join('a')]", "[join('a')]"),
        ("[join('a', 1, 'it''s')]", "a+1+it's"),
        ("[JOIN( join('a'),join() )]", "a+"),
        ("['text']", "text"),
        ("[network().name]", "net"),
        ("[network().prefixes[1]]", "10.1.0.0/16"),
        ("[network()['prefixes'][0]]", "10.0.0.0/16"),
        ("[join(network().name, '-nic')]", "net+-nic"),
    ],
)
def test_an_expression_comes_to_its_value(expression: str, value: object) -> None:
    assert evaluate(expression, FUNCTIONS) == value


def test_expressions_are_found_in_every_value_and_not_in_names() -> None:
    document = {"[join('a')]": ["[join('b')]", {"deep": "[network().name]"}, 1, None, True]}

    assert evaluate(document, FUNCTIONS) == {"[join('a')]": ["b", {"deep": "net"}, 1, None, True]}


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("[]", "ends too early"),
        ("[join]", "ends too early"),
        ("[join('a']", "']'|ends too early"),
        ("[join('a') join('b')]", "'join'"),
        ("[join('a',)]", r"'\)'"),
        ("[join(#)]", "'#"),
        ("[.name]", r"'\.'"),
        ("[reference('x')]", "function 'reference' is not valid"),
        ("[network().size]", "property 'size' doesn't exist, available properties are 'Name, prefixes'"),
        ("[network().prefixes[2]]", "index '2' is out of bounds"),
    ],
)
def test_an_expression_that_comes_to_nothing_is_refused_with_the_fault(expression: str, fault: str) -> None:
    with pytest.raises(ExpressionError, match=fault):
        evaluate(expression, FUNCTIONS)
