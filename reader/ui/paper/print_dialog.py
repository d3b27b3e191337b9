"""The system's print dialog: asks where to print, has it painted, and leaves nothing behind.

Printing is the one thing that speaks to somebody else: Qt asks the print service of this computer (CUPS, on a local
socket or port 631) for its printers as soon as a printer is made, and the service does the rest. So a printer is made
here only, when the user prints; PDF files are written without one (`printing.write_pdf`).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

Paint = Callable[[QPagedPaintDevice, int, int], None]
"""Paints pages from the first to the last (0: to the end) on a device."""


def print_pages(
    window: QWidget,
    name: str,
    set_page: Callable[[QPagedPaintDevice], None],
    paint: Paint,
    *,
    to_file: bool,
    ranges: bool = True,
) -> None:
    """Ask which printer and pages; paint them where the user agrees.

    Args:
        name: of the print job.
        set_page: sets the size of paper and its margins.
        to_file: whether printing into a file is offered. ranges: whether pages are asked for.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    set_page(printer)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, window)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, to_file)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, ranges)
    try:
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            paint(printer, max(1, printer.fromPage()), printer.toPage())
    finally:
        dialog.setParent(None)  # freed with this call, and before its printer
        del dialog
