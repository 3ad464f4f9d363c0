"""python -m monitor is the newsmonitor command."""

from monitor.cli import main

main()
