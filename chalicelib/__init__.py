"""Steelyard (权衡): fair measurement in a city. Packages are parts of the business; file names are layers."""
