"""Every small mistake that can be made in a module, on its syntax tree.

Generated for each line, not chosen: a comparison shifted by one, a condition turned round, a call
left out, a number one higher, one of several keywords forgotten. Sentences stay as they are: a
test that repeats words proves nothing.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[2]

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Continue: ast.Break,
}
OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}
OTHER_CALL = {"first": "last", "last": "first", "filter": "exclude", "exclude": "filter"}
# Links of a chain that can be left out: what stands before them is of the same kind. Not `exists`:
# rows are as true as that there are some.
LINKS = {
    "distinct",
    "exclude",
    "filter",
    "order_by",
    "select_for_update",
    "strip",
    "replace",
    "upper",
    "encode",
}
NOT_HERE = {"annotation", "returns", "type_params", "decorator_list", "args", "bases", "keywords"}


@dataclass(frozen=True)
class Mutant:
    """One mistake: where it is, and what it makes of what."""

    path: str  # from the top of the project
    number: int  # among the mistakes of its module
    place: str  # the outermost function or method, or '' for what belongs to the module itself
    first: int
    last: int  # the lines of the statement in which it is
    before: str
    after: str

    @property
    def name(self) -> str:
        """By what a mistake is known when lines move."""
        return f"{self.path}:{self.place}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class _Slot:
    """A place in the tree where another node can be put."""

    owner: ast.AST
    field: str
    index: int | None
    node: ast.AST
    place: str
    statement: ast.stmt

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


def mutants(path: str) -> list[Mutant]:
    """Every mistake that can be made in this module, in the order of its lines."""
    return [
        Mutant(
            path=path,
            number=number,
            place=slot.place,
            first=slot.statement.lineno,
            last=_end(slot.statement),
            before=_shown(slot.node, slot),
            after=_shown(node, slot),
        )
        for number, (slot, node) in enumerate(_mistakes(_tree(path)))
    ]


def mutated(path: str, number: int) -> ast.Module:
    """The module's tree with this mistake in it; IndexError where it has no such mistake."""
    tree = copy.deepcopy(_tree(path))
    for n, (slot, node) in enumerate(_mistakes(tree)):
        if n == number:
            slot.put(ast.copy_location(node, slot.node))
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def code_of(module: CodeType, place: str) -> list[CodeType]:
    """The code of every function of this name in a compiled module."""
    inner = [const for const in module.co_consts if isinstance(const, CodeType)]
    found = [code for code in inner if code.co_qualname == place]
    return found + [code for code in inner if code not in found for code in code_of(code, place)]


@cache
def uses(path: str, line: int) -> set[int]:
    """The lines of a module that read what it assigns on this line."""
    tree = _tree(path)
    (given,) = [one for one in tree.body if one.lineno == line]
    names = {one.id for one in ast.walk(given) if _is(one, ast.Store)}
    return {one.lineno for one in ast.walk(tree) if _is(one, ast.Load) and one.id in names}


def _is(node: ast.AST, context: type[ast.expr_context]) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, context)


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), path)


def _mistakes(tree: ast.Module) -> Iterator[tuple[_Slot, ast.AST]]:
    for slot in list(_slots(tree, "", None)):
        for node in _instead(slot):
            yield slot, node


def _slots(owner: ast.AST, place: str, statement: ast.stmt | None) -> Iterator[_Slot]:
    """Every place below this node in which a mistake matters."""
    inside = isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    for field, value in ast.iter_fields(owner):
        if (inside or isinstance(owner, ast.AnnAssign)) and field in NOT_HERE:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _says_only(node):
                continue
            within = node if isinstance(node, ast.stmt) else statement
            where = _named(node, place)
            if within is not None and not isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield _Slot(owner, field, index, node, place, within)
            if not (isinstance(node, ast.ClassDef) and _is_a_list_of_fields(node)):
                yield from _slots(node, where, within)


def _named(node: ast.AST, place: str) -> str:
    """The outermost function, with the classes round it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return place + node.name if not place or place.endswith(".") else place
    if isinstance(node, ast.ClassDef) and (not place or place.endswith(".")):
        return f"{place}{node.name}."
    return place


def _is_a_list_of_fields(node: ast.ClassDef) -> bool:
    return not any(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)


def _says_only(node: ast.AST) -> bool:
    """Words for people, names, imports and log lines: no behaviour of the room."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.TypeAlias):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # of a `zip` whose parts are of one length anyhow
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
        return isinstance(node.targets[0], ast.Name) and _is_a_type(node.targets[0].id)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return True
    return isinstance(node, ast.Expr) and (
        isinstance(node.value, ast.Constant) or ast.unparse(node.value).startswith("logger.")
    )


def _is_a_type(name: str) -> bool:
    return name[0].isupper() and not name.isupper()


def _instead(slot: _Slot) -> Iterator[ast.AST]:
    """What may stand here by mistake."""
    node = slot.node
    if isinstance(slot.owner, ast.ClassDef) or slot.place.endswith("."):
        return  # fields of a class: their values reach the room through its functions
    if isinstance(node, ast.stmt):
        yield from _other_statement(node)
    elif isinstance(node, ast.Constant):
        yield from _other_value(node.value)
    elif isinstance(node, ast.Call):
        yield from _other_call(node)
    elif isinstance(node, ast.Name) and node.id in OTHER_NAME:
        yield ast.Name(OTHER_NAME[node.id], ast.Load())
    elif isinstance(node, ast.List | ast.Tuple | ast.Set) and not _is_target(node):
        for n in range(len(node.elts)):
            fewer = copy.copy(node)
            fewer.elts = [*node.elts[:n], *node.elts[n + 1 :]]
            yield fewer
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.BoolOp) and len(node.values) > 1:
        for n in range(len(node.values)):
            left = [*node.values[:n], *node.values[n + 1 :]]
            yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.operator | ast.cmpop | ast.boolop) and type(node) in SWAPPED:
        yield SWAPPED[type(node)]()
    elif isinstance(node, ast.comprehension) and node.ifs:
        unfiltered = copy.copy(node)
        unfiltered.ifs = []
        yield unfiltered


def _other_statement(node: ast.stmt) -> Iterator[ast.AST]:
    simple = ast.Expr, ast.AugAssign, ast.Delete, ast.Raise
    kept = ast.Assign, ast.AnnAssign
    if isinstance(node, simple) or (
        isinstance(node, kept) and not isinstance(_target(node), ast.Name | ast.Tuple)
    ):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and node.value is not None:
        if not _yes_or_no(node.value):  # turned round as any value is
            yield ast.Return(_nothing_like(node.value))
    elif isinstance(node, ast.Return | ast.Continue):
        yield ast.Pass()
    elif isinstance(node, ast.If | ast.While):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield turned
    elif isinstance(node, ast.With | ast.AsyncWith) and not node.items[0].optional_vars:
        yield ast.If(ast.Constant(True), node.body, [])


def _yes_or_no(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, bool)


def _target(node: ast.stmt) -> ast.AST | None:
    if isinstance(node, ast.Assign):
        return node.targets[0]
    return node.target if isinstance(node, ast.AnnAssign) else None


def _nothing_like(value: ast.expr) -> ast.expr:
    """What is returned in place of this: the other of two, or nothing."""
    if isinstance(value, ast.Compare | ast.BoolOp):
        return ast.UnaryOp(ast.Not(), value)
    if isinstance(value, ast.Constant) and value.value is None:
        return ast.Constant(True)
    return ast.Constant(None)


def _other_value(value: object) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)


def _other_call(node: ast.Call) -> Iterator[ast.AST]:
    for n, keyword in enumerate(node.keywords):
        if keyword.arg == "strict":
            continue
        fewer = copy.copy(node)
        fewer.keywords = [*node.keywords[:n], *node.keywords[n + 1 :]]
        yield fewer
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in LINKS:
            yield node.func.value
        if node.func.attr in OTHER_CALL:
            other = copy.copy(node)
            other.func = ast.Attribute(node.func.value, OTHER_CALL[node.func.attr], ast.Load())
            yield other
    elif isinstance(node.func, ast.Name) and node.func.id in ("min", "max") and len(node.args) > 1:
        yield from node.args


def _is_target(node: ast.List | ast.Tuple | ast.Set) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store)


OPERATORS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.And: "and",
    ast.Or: "or",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.BitAnd: "&",
    ast.BitOr: "|",
}


WITHIN = ast.expr | ast.keyword | ast.Assign | ast.AnnAssign  # that say what a value is of


def _shown(node: ast.AST, slot: _Slot) -> str:
    """A node as a reader knows it: an operator with what stands round it, a block by its head."""
    if type(node) in OPERATORS:
        return f"{OPERATORS[type(node)]} in {_shown(slot.owner, slot)}"
    if isinstance(node, ast.comprehension):
        said = " ".join(ast.unparse(test) for test in node.ifs) or "everything"
        return f"{said} of {ast.unparse(node.iter)}"
    if isinstance(node, ast.Constant) and isinstance(slot.owner, WITHIN):
        return f"{node.value!r} in {_short(ast.unparse(slot.owner))}"
    return _short(ast.unparse(node))


def _short(said: str) -> str:
    said = " ".join(said.splitlines()[0].split())
    return said if len(said) <= 90 else said[:87] + "..."


def _end(statement: ast.stmt) -> int:
    """The last line of a statement; of one that holds others, of its head."""
    body = getattr(statement, "body", None)
    if body:
        return max(statement.lineno, body[0].lineno - 1)
    return statement.end_lineno or statement.lineno
