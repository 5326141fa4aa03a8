"""Recipes for the pronunciation half of the text frontend: the lexicon, letter-to-sound and homographs."""
