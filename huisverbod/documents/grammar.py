"""What a template may say: the part of Jinja in which nothing grows without end or leaves its content.

A template is filled in by the program itself, not by the process that draws. So whatever could take its
memory or time, or lead to the insides of Python, is refused when the folder is read.
"""

from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from huisverbod.errors import DefinitionError

Tree = nodes.Template
Part = nodes.Template | nodes.Macro | nodes.Block

PLAIN = (
    *(nodes.Template, nodes.TemplateData, nodes.Output, nodes.Block, nodes.Macro, nodes.CallBlock),
    *(nodes.Extends, nodes.Include, nodes.Import),
    *(nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Assign, nodes.With, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Keyword, nodes.Filter, nodes.Test),
)
"""No sums and no joining of text: they make a gigabyte of a letter. No settings of the escaping."""

FILTERS = frozenset(
    {
        *("capitalize", "default", "first", "join", "last", "length", "list", "lower", "map", "reject"),
        *("rejectattr", "select", "selectattr", "sort", "trim", "unique", "upper"),
    }
)
"""Those of Jinja itself; ours come with the environment."""

NAMES = frozenset({"range", "lipsum", "dict", "cycler", "joiner", "namespace"})
"""What Jinja has everywhere and no document needs."""

MOST_DEEP, MOST_LOOPS = 8, 3
"""How far parts may stand inside parts, and loops inside loops."""


def faults(
    environment: Environment, pages: Mapping[str, str], own: frozenset[str]
) -> Iterator[DefinitionError]:
    """Every fault of these templates, with file and line: `pages` is name to source, `own` our filters."""
    trees: dict[str, Tree] = {}
    for name, source in pages.items():
        try:
            trees[name] = environment.parse(source)
        except TemplateSyntaxError as fault:
            sentence = f"Dit sjabloon is geen geldige Jinja2: {fault.message}."
            yield DefinitionError(name, sentence, fault.lineno)
    for name, tree in trees.items():
        callable_here = _callable(tree)
        for node in tree.find_all(nodes.Node):
            if said := _wrong(node, FILTERS | own) or _called(node, callable_here):
                sentence = f"Dit sjabloon gebruikt {said}. Dat mag niet: laat het weg."
                yield DefinitionError(name, sentence, node.lineno)
    yield from _too_deep(trees)


def _wrong(node: nodes.Node, filters: frozenset[str]) -> str:
    """What is wrong with this one piece, in words; empty when it may stand there."""
    if not isinstance(node, PLAIN):
        return f"'{type(node).__name__}'"
    name = getattr(node, "attr", getattr(node, "name", ""))
    if isinstance(name, str) and name.startswith("_"):
        return f"'{name}'"
    if isinstance(node, nodes.Name) and node.name in NAMES:
        return f"'{node.name}'"
    if isinstance(node, nodes.Filter) and (node.name not in filters or (node.name == "map" and node.args)):
        return f"het filter '{node.name}'"
    return _computed(node)


def _callable(tree: Tree) -> frozenset[str]:
    """The names on which this template may call: its own macros, and whatever it imports them from."""
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {found.target for found in tree.find_all(nodes.Import)}
    return frozenset({"self", "caller", "super", *macros, *imported})


def _called(node: nodes.Node, names: frozenset[str]) -> str:
    """A call of anything but a macro or block: what a value can do itself may not be asked of it."""
    if not isinstance(node, nodes.Call):
        return ""
    target = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
    if isinstance(target, nodes.Name) and target.name in names:
        return ""
    return f"'{getattr(node.node, 'attr', getattr(node.node, 'name', ''))}()'"


def _computed(node: nodes.Node) -> str:
    """What must stand there as it is, and is worked out while filling in."""
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else "_"
        return "een berekende of verborgen naam tussen haken" if str(key).startswith("_") else ""
    if isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
        return "" if all(isinstance(item, nodes.Const) for item in node.items) else "een lijst van waarden"
    other = isinstance(node, nodes.Extends | nodes.Include | nodes.Import)
    if other and not isinstance(getattr(node, "template", None), nodes.Const):
        return "een berekende naam van een sjabloon"
    return ""


def _too_deep(trees: Mapping[str, Tree]) -> Iterator[DefinitionError]:
    parts: dict[str, list[Part]] = {name: [tree] for name, tree in trees.items()}
    for tree in trees.values():
        for part in _parts(tree):
            parts.setdefault(part.name, []).append(part)
    uses = {
        name: {used for part in found for used in _used(part)} & parts.keys() for name, found in parts.items()
    }
    for name, tree in trees.items():
        if _deeper(name, uses, MOST_DEEP):
            yield DefinitionError(name, "Dit sjabloon roept zichzelf aan, of te veel andere in elkaar.")
        if any(_loops(part) > MOST_LOOPS for part in [tree, *_parts(tree)]):
            yield DefinitionError(name, f"In dit sjabloon staan meer dan {MOST_LOOPS} lussen in elkaar.")


def _parts(tree: Tree) -> list[nodes.Macro | nodes.Block]:
    return [*tree.find_all(nodes.Macro), *tree.find_all(nodes.Block)]


def _used(part: nodes.Node) -> Iterator[str]:
    """The names of the parts that this one fills in; those that stand inside it by their own names."""
    for node in part.iter_child_nodes():
        if isinstance(node, nodes.Macro | nodes.Block):
            if isinstance(node, nodes.Block):
                yield node.name
            continue
        if isinstance(node, nodes.Extends | nodes.Include) and isinstance(node.template, nodes.Const):
            yield node.template.value
        if isinstance(node, nodes.Call):
            yield getattr(node.node, "attr", getattr(node.node, "name", ""))
        yield from _used(node)


def _deeper(name: str, uses: Mapping[str, set[str]], left: int) -> bool:
    return left == 0 or any(_deeper(used, uses, left - 1) for used in uses[name])


def _loops(node: nodes.Node) -> int:
    return isinstance(node, nodes.For) + max(map(_loops, node.iter_child_nodes()), default=0)
