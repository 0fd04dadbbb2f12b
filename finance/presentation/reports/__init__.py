"""The Secretariat's reports, as pages show them and spreadsheets carry them."""
