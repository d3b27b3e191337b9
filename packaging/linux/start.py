"""The frozen program's main script."""

import sys

from reader.__main__ import main

sys.exit(main())
