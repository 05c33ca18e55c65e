"""Tests of the Azure reading room."""
