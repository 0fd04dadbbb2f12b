"""What the pages about meetings are given: words, days, clocks. Reads, and decides nothing."""
