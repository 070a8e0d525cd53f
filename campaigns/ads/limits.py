"""How much of a file is read. A year of every ad by day and age is far below each of these."""

MEGABYTE = 1024 * 1024
SIZE = 20 * MEGABYTE
ROWS = 50_000
COLUMNS = 300
CELLS = 1_500_000
CELL = 32_767  # What a cell of Excel can hold.
UNPACKED = 32 * MEGABYTE  # A workbook's parts together.
HARMLESS = 4 * MEGABYTE  # Below this a workbook may unpack to as much as it likes …
RATIO = 100  # … above, to so many times its size. Real ones reach thirty.
PARTS = 500
REASONS = 20  # More are not told: the first ones explain the rest.
