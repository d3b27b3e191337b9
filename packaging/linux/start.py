"""The frozen program's main script."""

import gc
import signal
import sys

from reader.__main__ import main

gc.enable()  # first.py has put it off
# The freezer starts Python without its signal handlers: Ctrl+C would end it in the middle of a write, a closed pipe
# without a word. What is ignored (a job in the background) stays so.
if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL:
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)

sys.exit(main())
