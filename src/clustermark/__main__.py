"""`python -m clustermark` is the program."""

from clustermark.cli.main import main

main()
