#!/usr/bin/env python
"""Django's usual door, the same as the `filiera` command."""

from filiera.cli import main

if __name__ == "__main__":
    main()
