"""Reading a text out of what its authors have: a Word document, or what they paste.

Bytes or words in, what was understood out. Nothing is written, and no word is lost: it
stands in a paragraph, or in a notice that says why it does not.
"""
