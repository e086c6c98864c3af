"""Calls we make to other people's servers."""
