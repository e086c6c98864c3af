"""Times as people read them: percentiles, medians, tables, and on what machine they were taken."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))] if ordered else 0.0


def median(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.median(found) if found else 0.0


def in_ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers stand right."""
    shown = [[str(cell) for cell in row] for row in rows]
    widths = [max(2, *(len(line[column]) for line in [list(head), *shown])) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * widths[0], *("-" * max(1, width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(list(head)), line(rule), *(line(cells) for cells in shown)])


def machine() -> str:
    """One line about where this runs, with the load, as others may be at work there."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, load average {load}"


def resident_mb(pid: int) -> float:
    """Memory a process holds, in MB of 2**20 bytes."""
    held = next(line for line in _lines(f"/proc/{pid}/status") if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """Processor time of a process since it began, in the program and in the kernel."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def connections_to(port: int) -> int:
    """TCP connections over IPv4 of this machine to a port on it, as the connecting side has them."""
    remote = f":{port:04X}"
    rows = (line.split() for line in _lines("/proc/net/tcp")[1:])
    return sum(row[2].endswith(remote) and row[3] in ("01", "02") for row in rows)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
