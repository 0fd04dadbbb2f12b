"""An archive that comes in: a spreadsheet of what there is, and a folder of files."""
