"""The search: what is found by words in documents, texts, provisions and meetings."""
