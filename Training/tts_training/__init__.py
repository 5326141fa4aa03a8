"""Recipes that learn the voices of tts. Module and layer names are those of the Swift side."""
