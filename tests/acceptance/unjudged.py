"""The program as it was before it compared its config with the stack's state.

It brings about the states from which a stack must find its way out, and shows what the other belts do by themselves.
"""

from __future__ import annotations

_UNJUDGED = """
import managed_image_to_gallery.component.managed_image_to_gallery as _component
import managed_image_to_gallery.component.stack as _stack, pulumi as _sdk
_stack.stack_faults = lambda *_: []
_stack.left_over = _component.component_faults = _component.renamed_from = lambda *_: []
_component.ManagedImageToGallery.register_outputs = (
    lambda self, _: _sdk.ComponentResource.register_outputs(
        self, {"definition_id": self.definition_id, "version_id": self.version_id, "source_id": self.source_id}
    )
)
"""


def unjudged(program: str) -> str:
    """The text of the program without the comparison, and with outputs that are known only when Azure has answered."""
    return with_lines(program, _UNJUDGED)


def with_lines(program: str, *added: str) -> str:
    """The program with lines behind its first two, which find the project's modules."""
    first, second, rest = program.split("\n", 2)
    return "\n".join([first, second, *added, rest])
