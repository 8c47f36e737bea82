"""All rows of a list that match, complete and without repeats while others change them.

Pages go from the newest id down, each below the last id of the page before (settings/performance/huge-data). Inside of
a batch that id is a reference to the page before: fifty pages are one request. Where a page is short, the references
after it are empty; nothing is below nothing, so the pages after it are empty too, where an ascending chain would start
again at the first page. The last page of a batch is the one that is counted, unless ids are divided: it tells what is
left.

    first request    ten pages, and whatever else the caller wants to know
    nothing to spare fifty pages a request, one request after another: the fewest
    much to spare    the ids that are left are divided, the parts are read at once: the fastest

`stream` gives rows as they come, `read_all` all at once. In no order: who needs one, sorts.
"""

from assistant.bitrix24.rows.listing import PAGE, Listing
from assistant.bitrix24.rows.offsets import pages_by_offset, read_by_offset
from assistant.bitrix24.rows.reading import Progress, Rows, Stream, read_all, stream, unheard
from assistant.bitrix24.rows.spare import FRUGAL, AtOnce, Spare

__all__ = [
    "FRUGAL",
    "PAGE",
    "AtOnce",
    "Listing",
    "Progress",
    "Rows",
    "Spare",
    "Stream",
    "pages_by_offset",
    "read_all",
    "read_by_offset",
    "stream",
    "unheard",
]
