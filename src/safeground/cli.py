"""The program: its commands, and how each ends. Heavy imports stand inside them: help is there at once."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from cyclopts import App, CycloptsError

import safeground
from safeground.commands import (
    areas,
    comparing,
    incidents,
    kept,
    ledger,
    lint,
    plan,
    proof,
    publishing,
)
from safeground.commands.terminal import FAILED_ON_ANSWER, usage
from safeground.errors import (
    CertificateRefused,
    InputError,
    LedgerDamaged,
    OutputError,
    PublicationRefused,
    SafegroundError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

app = App(
    name="safeground",
    version=safeground.__version__,
    help="Does a plan that says it protects civilians do so? Works with no network. "
    "Never says that a place is safe, and proposes nothing.",
    help_format="markdown",
    suppress_keyboard_interrupt=False,
)


for command in (
    plan.assess,
    plan.check,
    plan.new,
    plan.demo,
    lint.lint,
    proof.solve,
    proof.verify,
    publishing.key,
    publishing.publish,
    publishing.authenticate,
    publishing.lookup,
    areas.areas,
    incidents.incidents,
    kept.kept,
    comparing.compare,
):
    app.command(command)
app.command(ledger.app)


def main(words: Sequence[str] | None = None) -> None:
    """Run a command; exit 0 when it did its work, 1 on ``--fail-on`` or a refusal, 2 on wrong input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name in another script must not end the run
    try:
        code = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        code = usage(f"{error} See safeground --help.")
    except InputError as error:
        code = usage("\n".join(str(fault) for fault in error.faults))
    except (CertificateRefused, PublicationRefused) as error:
        print(f"refused: {error}", file=sys.stderr)
        code = FAILED_ON_ANSWER
    except (LedgerDamaged, OutputError) as error:
        code = usage(str(error))
    except OSError as error:
        code = usage(f"{error.filename or 'a file'}: {error.strerror}. Is it there, may you write there?")
    except SafegroundError as error:
        print(f"error: {error}", file=sys.stderr)
        code = FAILED_ON_ANSWER
    except KeyboardInterrupt:
        print("\nstopped; nothing was written.", file=sys.stderr)
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
