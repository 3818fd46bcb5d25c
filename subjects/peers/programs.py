# SPDX-License-Identifier: Apache-2.0
"""A peer whose answers are programs in its library's own words. The same text is run for the answer and shown in the snippet, so a
snippet can never say something else than what was judged.

A Library says what its users write; Peer(library) is what guest.serve() wants."""
import ast, functools
import numpy as np
import guest

@functools.lru_cache(4096)
def names_in(text):
    return frozenset(node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))

class Offer:
    """An expression in the names of the operation's inputs and parameters, and what can be differentiated (`d_x H_x`). `sum` and `mean`
    are what a user types for these reductions where that is not the library's usual way; `refused` tells why a request is not taken, or
    nothing. A composition is put together by the peer, because the library has no such function: its roundings are not the library's."""
    composition = False
    reduces = False  # whether the library's own statements see to the reduction
    def __init__(self, text, outputs="", formats=None, refused=lambda request: None, then="", **by_reduction):
        self.text, self.outputs, self.formats = text, outputs.split(), formats and formats.split()
        self.refused, self.then, self.by_reduction = refused, then, by_reduction
        self.names = set().union(*map(names_in, [text, then, *by_reduction.values()]))

class Composition(Offer):
    composition = True

class Step(Offer):
    """An optimiser's step: several statements that bind the new state under the old names."""

class Library:
    """What a peer's page tells. Everything but `name` and `offers` has a default that suits a library of functions on numpy arrays."""
    name = ""
    imports = "import numpy as np"
    offers = {}          # operation -> Offer
    defaults = {}        # parameter -> the library's default, for requests that leave it open
    own_defaults = {}    # operation -> its parameters' defaults, where they are others
    missing = {}         # optional input -> an expression for it
    ignored = {}         # parameter -> the only value that the library has built in
    formats = ["f64", "f32"]
    reductions = {"sum": "({}).sum()", "mean": "({}).mean()"}
    follows = False      # whether its statements multiply an upstream gradient in
    refusals = ()        # exceptions with which the library refuses an input

    def statements(self, request, expression):
        """The program: it binds every name of request.outputs. This one is for libraries without gradients."""
        return [f"value = {expression}"]
    def tensor(self, array, format, name):
        """The library's array of a numpy array."""
        return array
    def literal(self, array, format, name):
        """The source text of that."""
        kind = "int64" if array.dtype == np.int64 else {"f64": "float64", "f32": "float32", "f16": "float16"}[format]
        return f"np.array({numbers(array, format)}, dtype=np.{kind})"
    def numpy(self, value, format):
        return np.asarray(value)
    def printed(self, name):
        return f"print({name}.tolist())"
    def refuses(self, error):
        """Whether an exception that the library raised is a refusal of the input, and no defect."""
        return isinstance(error, self.refusals)

def fits(text, number, format):
    """Whether a decimal text, read as binary64 and rounded to the format, is the number again."""
    with np.errstate(all="ignore"):
        read = {"f64": np.float64, "f32": np.float32, "f16": np.float16}.get(format, to_bfloat16)(float(text))
    return read == number

def to_bfloat16(number):
    bits = int(np.float32(number).view(np.uint32))
    return np.uint32((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000).view(np.float32)

def decimal(number, format):
    """The shortest text that gives the number back, with a sign for −0."""
    if not np.isfinite(number):
        return f'float("{float(number)}")'
    texts = (f"{float(number):.{digits}g}" for digits in range(1, 18))
    return repr(float(next(text for text in texts if fits(text, number, format))))

def numbers(array, format):
    if array.ndim:
        return "[" + ", ".join(numbers(row, format) for row in array) + "]"
    return str(int(array)) if array.dtype == np.int64 else decimal(array[()], format)

class Insert(ast.NodeTransformer):
    """Values for the names of parameters; a keyword `delta=` stays what it is."""
    def __init__(self, values):
        self.values = values
    def visit_Lambda(self, node):
        """What a lambda takes as an argument is no parameter's value inside it."""
        own = {argument.arg for argument in node.args.args}
        node.body = Insert({name: value for name, value in self.values.items() if name not in own}).visit(node.body)
        return node
    def visit_Name(self, node):
        return ast.Constant(self.values[node.id]) if node.id in self.values and isinstance(node.ctx, ast.Load) else node

def with_values(statement, parameters):
    return ast.unparse(Insert(parameters).visit(ast.parse(statement)))

class Peer:
    def __init__(self, library):
        self.library, self.scope = library, {}
        exec(library.imports, self.scope)

    def offers(self):
        for operation, offer in self.library.offers.items():
            yield {"operation": operation, "formats": offer.formats or self.library.formats, "composition": offer.composition, "options": self.options(offer),
                   "outputs": offer.outputs if isinstance(offer, Step) else ["value", *offer.outputs]}

    def options(self, offer):
        """Whatever the offer's text has a name for is an option of it; others are never sent."""
        named = offer.names.union({"reduction"}, *(names_in(text) for name, text in self.library.missing.items() if name in offer.names))
        return sorted(named.union(self.library.ignored, {"upstream"} if self.library.follows else set()))

    def expression(self, request, offer):
        reduction = request.parameters.get("reduction", "none")
        if reduction in offer.by_reduction:
            return offer.by_reduction[reduction]
        if offer.reduces:
            return offer.text
        if "reduction" in offer.names or reduction == "none":
            return offer.text
        if reduction not in self.library.reductions:
            raise guest.Unsupported(f"{self.library.name} has no reduction in {request.operation}")
        return self.library.reductions[reduction].format(offer.text)

    def parameters(self, request, offer):
        library = self.library
        known = offer.names.union(*(names_in(text) for name, text in library.missing.items() if name in offer.names))
        for name, value in request.parameters.items():
            if name != "reduction" and name not in known and library.ignored.get(name) != value:
                raise guest.Unsupported(f"{library.name}'s {request.operation} has no parameter {name}")
        return {**library.defaults, **library.own_defaults.get(request.operation, {}), "reduction": "none", **request.parameters}

    def program(self, request):
        """The statements, and the values of the parameters that stand in them."""
        library, offer = self.library, self.library.offers[request.operation]
        parameters = self.parameters(request, offer)
        if reason := offer.refused(request):
            raise guest.Unsupported(reason)
        lines = [f"{name} = {text}" for name, text in library.missing.items() if name in offer.names and name not in request.inputs]
        return lines + (offer.text.splitlines() if isinstance(offer, Step) else library.statements(request, self.expression(request, offer))), parameters

    def __call__(self, request):
        lines, parameters = self.program(request)
        scope = {**self.scope, **parameters}
        scope.update((name, self.library.tensor(array, request.format, name)) for name, array in request.inputs.items())
        if request.upstream is not None:
            scope["upstream"] = self.library.tensor(request.upstream, request.format, "upstream")
        try:
            with np.errstate(all="ignore"):
                exec(compiled("\n".join(lines)), scope)
        except guest.Unsupported:
            raise
        except Exception as error:
            if self.library.refuses(error):
                raise guest.Unsupported(f"{self.library.name} refuses: {str(error).strip().splitlines()[0]}") from None
            raise
        return {name: self.library.numpy(scope[name], request.format) for name in request.outputs}

    def snippet(self, request):
        """The imports, the inputs, the program with its parameters' values, and what it prints."""
        lines, parameters = self.program(request)
        inputs = {**request.inputs, **({} if request.upstream is None else {"upstream": request.upstream})}
        made = [f"{name} = {self.library.literal(array, request.format, name)}" for name, array in inputs.items()]
        shown = [with_values(line, parameters) for line in lines]
        return "\n".join([self.library.imports, *packed(made), *packed([*shown, *map(self.library.printed, request.outputs)])])

def packed(statements, width=116):
    """Short simple statements side by side, so that a snippet is a few lines; a block stays as it is."""
    lines, simple = [], False
    for statement in statements:
        alone = statement.startswith((" ", "with ", "for ", "def ", "@")) or "\n" in statement
        if simple and not alone and len(lines[-1]) + len(statement) + 2 <= width:
            lines[-1] += "; " + statement
        else:
            lines.append(statement)
        simple = not alone
    return lines

@functools.lru_cache(4096)
def compiled(text):
    return compile(text, "<program>", "exec")

def serve(library, hello):
    """Of a Library, or of a Peer that was made of one. The names of compositions are told among the details too, for readers."""
    peer = library if isinstance(library, Peer) else Peer(library)
    offers = list(peer.offers())
    composed = " ".join(o["operation"] for o in offers if o["composition"])
    details = {**hello.get("details", {}), **({"compositions": composed} if composed else {})}
    guest.serve({"name": peer.library.name, **hello, "details": details, "offers": offers}, peer)
