"""How progress is drawn, and what is left of it on the screen."""

from __future__ import annotations

import io

from rich.console import Console

from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.output.saying import at_rest
from managed_image_to_gallery.cli.progress.display import Lines, Screen, display_on
from managed_image_to_gallery.cli.progress.items import Versions
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.samples import Sample
from tests.screens import screen_of


def at(minute: float, progress: int, state: str = "Replicating", name: str = "web-1.0.0") -> Sample:
    return Sample(minute * 60, name, "westus2", state, progress)


def pacing(*samples: Sample) -> Pacing:
    made = Pacing()
    for sample in samples:
        made.add([sample])
    return made


class Window:
    """A terminal of a size that may change; a console that writes into it."""

    def __init__(self, width: int = 80, height: int = 30) -> None:
        self.written = io.StringIO()
        self.console = Console(file=self.written, width=width, height=height, force_terminal=True, color_system=None)

    def narrower(self, width: int) -> None:
        """As a terminal does it that breaks what it shows anew."""
        lines = screen_of(self.written.getvalue())
        broken = [line[at : at + width] for line in lines for at in range(0, max(1, len(line)), width)]
        self.written.seek(0)
        self.written.truncate()
        self.written.write("\n".join(broken))
        self.console.width = width

    @property
    def lines(self) -> list[str]:
        return screen_of(self.written.getvalue())


def test_what_is_no_terminal_gets_lines() -> None:
    written = io.StringIO()
    with display_on(Console(file=written, width=80)) as display:
        assert isinstance(display, Lines)
        made = pacing(at(0, 20), at(10, 40))
        display.show(Versions(made), made, [at(10, 40)])
    assert written.getvalue() == "web-1.0.0  westus2  Replicating 40 %  2.0 %/min  30 min left\n"


def test_a_terminal_gets_lines_that_are_drawn_again() -> None:
    window = Window()
    with display_on(window.console) as display:
        for progress in (20, 40):
            made = pacing(at(0, 0), at(10, progress))
            display.show(Versions(made), made, [])
        assert window.lines == [
            "0/1 version · 1 running · 0 failed · about 15 min left",
            "web-1.0.0  Replicating  ####......   40 %  15 min left  westus2",
        ]


def test_before_anything_is_known_it_says_what_is_waited_for() -> None:
    window = Window()
    with display_on(window.console) as display, UNDERWAY.waiting_for("Pulumi makes the update", lambda: "it starts"):
        assert isinstance(display, Screen)
        display.refresh()
        assert window.lines == ["Pulumi makes the update: it starts, 0 s"]


def test_the_last_words_are_the_commands_and_the_rows_are_gone() -> None:
    window = Window()
    with display_on(window.console) as display:
        made = pacing(at(0, 40), at(0, 100, "Completed", "db-1.0.0"), at(0, 0, "Failed", "sap-1.0.0"))
        display.show(Versions(made), made, [])
        window.console.print("Stopped. Go on.")
    window.console.print("Azure agrees.")
    assert window.lines == [
        "Stopped. Go on.",
        "1/3 versions · 1 running · 1 failed",
        "sap-1.0.0  Failed  westus2",
        "Azure agrees.",
    ]


def test_a_question_has_the_screen_for_itself() -> None:
    window = Window()
    with display_on(window.console) as display:
        made = pacing(at(0, 40))
        display.show(Versions(made), made, [])
        with at_rest():
            assert window.lines == []
        display.show(Versions(made), made, [])
        assert window.lines[0] == "0/1 version · 1 running · 0 failed"


def test_a_window_that_is_made_narrower_shows_no_rests_of_the_lines_before() -> None:
    window = Window(100)
    with display_on(window.console) as display:
        window.console.print("The plan may be applied.")
        made = pacing(at(0, 0, name="n" * 60), at(10, 40, name="n" * 60))
        display.show(Versions(made), made, [])
        window.narrower(50)
        display.show(Versions(made), made, [])
        assert window.lines == [
            "The plan may be applied.",
            "0/1 version · 0 failed · about 15 min left",
            "nnnnnnnnnnnnnnn…nnnnnnnnnnnnnn  Replicating   40 %",
        ]
