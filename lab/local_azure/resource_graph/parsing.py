"""From the text of a query to its table and operators; what cannot be read is refused as Resource Graph refuses it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

import lark
from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedToken, VisitError

from local_azure.arm.errors import ArmError
from local_azure.resource_graph import errors, expressions, joins, operators
from local_azure.resource_graph.expressions import Expression
from local_azure.resource_graph.joins import Join, Query
from local_azure.resource_graph.operators import Column, Operator, Order

_typed: Any = cast("Any", lark).v_args
DEFAULT_TABLE = "resources"
ENTRIES, MOST_ENTRIES = 128, 400
"""How many entries of an array become rows, and how many may be asked for."""
END = "<EOF>"
_WORD = re.compile(r"[\w-]+")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"} | {
    each: each for each in "\\'\""
}
_AT_OPERATOR = "WHERE"
"""The terminal that is expected wherever an operator may stand."""


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """The query; 400 for what cannot be read, and for more joins than Resource Graph takes."""
    query = _parsed(text)
    if query.joins > joins.MOST:
        raise errors.invalid_query(f"there are {query.joins} joins, and no more than {joins.MOST} are allowed")
    return query


def _parsed(text: str) -> Query:
    try:
        return cast("Query", _Reader(text).transform(_parser().parse(text)))
    except UnexpectedToken as unexpected:
        raise _unexpected(text, unexpected) from unexpected
    except UnexpectedCharacters as unexpected:
        raise _failure_at(text, int(cast("Any", unexpected).pos_in_stream or 0)) from unexpected
    except VisitError as inside:
        if isinstance(inside.orig_exc, ArmError):
            raise inside.orig_exc from inside
        raise


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark.open("kql.lark", rel_to=__file__, start="query", parser="lalr", propagate_positions=True)


def _unexpected(text: str, unexpected: UnexpectedToken) -> ArmError:
    token: Token = unexpected.token
    if token.type == "NAME" and _AT_OPERATOR in unexpected.expected:
        return errors.not_supported(_word_at(text, token.start_pos or 0))
    return _failure_at(text, len(text) if token.type == "$END" else token.start_pos or 0)


def _failure_at(text: str, position: int) -> ArmError:
    """The failure at the token that begins at or behind a position, or at the end."""
    rest = text[position:].lstrip()
    before = text[: len(text) - len(rest)] if rest else text.rstrip()
    token = (_word_at(rest, 0) if rest else "") or rest[:1] or END
    return errors.parser_failure(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1), token)


def _word_at(text: str, position: int) -> str:
    found = _WORD.match(text, position)
    return found.group() if found else ""


def unquoted(literal: str) -> str:
    """The text of a string literal; a verbatim one (`@'…'`) knows no escapes but the doubled quote."""
    if literal.startswith("@"):
        return literal[2:-1].replace(literal[1] * 2, literal[1])
    return _ESCAPED.sub(_unescaped, literal[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    escape = found.group(1)
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    if escape not in _ESCAPES:
        raise errors.invalid_query(f"'{found.group()}' is no escape sequence: write '\\\\' for a backslash, or @'…'")
    return _ESCAPES[escape]


@_typed(inline=True)
class _Reader(Transformer[Token, Query]):
    """One method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def query(self, first: str | Operator | Join, *rest: Operator | Join) -> Query:
        if isinstance(first, str):
            return Query(first, rest)
        return Query(DEFAULT_TABLE, (first, *rest))

    def table(self, name: Token) -> str:
        return str(name).lower()

    @_typed(inline=True, meta=True)
    def where(self, meta: Any, predicate: Expression) -> Operator:
        if not predicate.is_predicate:
            raise _failure_at(self._text, int(meta.end_pos))
        return operators.where(_of_one_row(predicate))

    def project(self, columns: list[Column]) -> Operator:
        return operators.project([_without_aggregate(each) for each in columns])

    def project_away(self, names: list[str]) -> Operator:
        return operators.project_away(names)

    def extend(self, columns: list[Column]) -> Operator:
        return operators.extend([_without_aggregate(each) for each in columns])

    def order(self, by: list[Order]) -> Operator:
        return operators.order(by)

    def limit(self, count: Token) -> Operator:
        return operators.limit(int(count))

    def top(self, count: Token, by: list[Order]) -> Operator:
        return lambda table: operators.limit(int(count))(operators.order(by)(table))

    def summarize(self, aggregates: list[Column], by: list[Column] | None = None) -> Operator:
        for each in aggregates:
            if each.expression.aggregate is None:
                raise errors.invalid_query(f"summarize: '{each.name}' is no aggregate")
        return operators.summarize(aggregates, by or [])

    def project_rename(self, names: list[tuple[str, str]]) -> Operator:
        return operators.project_rename(names)

    def renames(self, *names: tuple[str, str]) -> list[tuple[str, str]]:
        return list(names)

    def rename(self, new: Token, old: Token) -> tuple[str, str]:
        return str(new), str(old)

    def mv_expand(self, column: tuple[str | None, Expression], most: Token | None) -> Operator:
        name, expression = column
        if most is not None and int(most) > MOST_ENTRIES:
            raise errors.invalid_query(f"mv-expand: the limit is {most}, and no more than {MOST_ENTRIES} is allowed")
        expanded = Column(name or expression.name or "Column1", _of_one_row(expression))
        return operators.mv_expand(expanded, int(most or ENTRIES))

    def join(self, kind: Token | None, right: Query, on: list[tuple[str, str]]) -> Join:
        said = str(kind).partition("=")[2].strip() if kind is not None else joins.KINDS[0]
        if said not in joins.KINDS:
            raise errors.not_supported(said)
        return Join(said, right, tuple(on))

    def keys(self, *keys: tuple[str, str]) -> list[tuple[str, str]]:
        return list(keys)

    def same_name(self, name: Token) -> tuple[str, str]:
        return str(name), str(name)

    def two_names(self, left: Token, right: Token) -> tuple[str, str]:
        return str(left), str(right)

    def count(self) -> Operator:
        return operators.count_rows()

    def distinct(self, columns: list[Column]) -> Operator:
        return operators.distinct(columns)

    def columns(self, *columns: tuple[str | None, Expression]) -> list[Column]:
        return [Column(name or each.name or f"Column{n}", each) for n, (name, each) in enumerate(columns, start=1)]

    def named(self, name: Token, expression: Expression) -> tuple[str | None, Expression]:
        return str(name), expression

    def unnamed(self, expression: Expression) -> tuple[str | None, Expression]:
        return None, expression

    def names(self, *names: Token) -> list[str]:
        return [str(each) for each in names]

    def orders(self, *orders: Order) -> list[Order]:
        return list(orders)

    def order_term(self, expression: Expression, direction: Token | None, nulls: Token | None) -> Order:
        ascending = direction is not None and str(direction) == "asc"
        return Order(expression, not ascending, ascending if nulls is None else str(nulls) == "first")

    def any_of(self, *parts: Expression) -> Expression:
        return parts[0] if len(parts) == 1 else expressions.any_of(parts)

    def all_of(self, *parts: Expression) -> Expression:
        return parts[0] if len(parts) == 1 else expressions.all_of(parts)

    def compare(self, left: Expression, operator: Token, right: Expression) -> Expression:
        return expressions.compare(left, str(operator), right)

    def member(self, value: Expression, operator: Token, among: list[Expression]) -> Expression:
        return expressions.member(value, str(operator), among)

    def matches(self, value: Expression, pattern: Expression) -> Expression:
        return expressions.matches(value, pattern)

    def call(self, name: Token, arguments: list[Expression] | None, *steps: str | int) -> Expression:
        return expressions.within(expressions.call(str(name), arguments or []), steps)

    def arguments(self, *arguments: Expression) -> list[Expression]:
        return list(arguments)

    def path(self, column: Token, *steps: str | int) -> Expression:
        return expressions.path(str(column), steps)

    def member_step(self, name: Token) -> str:
        return str(name)

    def index_step(self, index: Token) -> str | int:
        return unquoted(index) if index.type == "STRING" else int(index)

    def text(self, literal: Token) -> Expression:
        return expressions.constant(unquoted(literal))

    def number(self, literal: Token) -> Expression:
        return expressions.constant(float(literal) if "." in literal else int(literal))

    def yes(self) -> Expression:
        return expressions.constant(True)

    def no(self) -> Expression:
        return expressions.constant(False)


def _of_one_row(expression: Expression) -> Expression:
    if expression.aggregate is not None:
        raise errors.invalid_query(f"the aggregate '{expression.aggregate}()' stands in 'summarize' only")
    return expression


def _without_aggregate(column: Column) -> Column:
    _of_one_row(column.expression)
    return column
