"""Spreadsheets as people keep them: read, headed, guessed and checked value by value. Plain Python, no table of ours.

Vocabulary: sheet, header, column, guess, reading, soft value, problem, remedy.
"""
