"""The whole site as everybody finds it: every link that is shown, followed as each person.

``python -m drills.crawl`` starts a portal of its own with the full demonstration, walks it
signed out and as each account of the README in both languages, and opens one page of each
kind in Chromium. It ends with 1 when anything is found that should not be there.
"""
