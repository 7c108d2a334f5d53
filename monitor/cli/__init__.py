"""Commands: thin. They parse arguments, call a job or a query, and print.

Whatever is heavy is imported inside the command that needs it, so that ``monitor --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from monitor.errors import ConfigError, MonitorError, RuleError, RulesError, TryLaterError, WishError

# Exit statuses: what the operator wrote is wrong (settings, rules, arguments), or something else went wrong.
WRONG_INPUT, FAILED = 2, 1
# EX_TEMPFAIL of sysexits.h: a mail server keeps what it has piped in, and tries again.
TRY_LATER = 75


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 2 wrong settings, rules or arguments, 75 try it again later, 1 anything else.

    Errors are one line each on stderr. Only ``--debug`` shows where in the code they come from.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    from monitor.cli.app import app

    try:
        app(arguments, prog_name="monitor")
    except (ConfigError, RuleError, RulesError, WishError) as error:
        _fail(error, str(error), WRONG_INPUT, arguments)
    except TryLaterError as error:
        _fail(error, str(error), TRY_LATER, arguments)
    except MonitorError as error:
        _fail(error, str(error), FAILED, arguments)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone. Keep the interpreter from complaining while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001  the last door: an operator gets a line, not a traceback
        detail = f"unexpected {type(error).__name__}: {error}; please report it with what --debug prints"
        _fail(error, detail, FAILED, arguments)
    sys.exit(0)


def _fail(error: Exception, message: str, status: int, arguments: Sequence[str]) -> NoReturn:
    if "--debug" in arguments:
        raise error
    for line in message.splitlines():
        print(f"monitor: {line}", file=sys.stderr)
    sys.exit(status)
