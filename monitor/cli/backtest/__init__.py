"""`newsmonitor backtest`: rules over the archive, in a process of its own so that nothing else waits for it.

verb.py       what is asked, and who is told what is wrong with it
versions.py   the rules as they are, and as they are elsewhere
revision.py   rule files as they were in git
child.py      the process that judges: started, listened to, ended
__main__.py   what that process does
report.py     the answer for people
plain.py      the answer for programs
"""

from monitor.cli.backtest.verb import backtest

__all__ = ["backtest"]
