"""One indicator in several documents: chart, bar and dialog of the page of registers."""
