"""`moderation serve`: the service, in one process or several on one port."""

from collections.abc import Callable

import click

from moderation import app
from moderation.cli.opening import CannotBeDone, settings, told_plainly
from moderation.cli.workers import serve_with_workers
from moderation.settings import Settings
from moderation.telemetry.logs import configure


@click.command()
def serve() -> None:
    """Run the service until SIGTERM or Ctrl-C.

    It listens on MODERATION_HOST and MODERATION_PORT (127.0.0.1:8080), keeps its data in MODERATION_DATA_DIR unless
    MODERATION_REDIS_URL names a server, and prints one line with its address when it takes requests.
    """
    run(settings())


def announce(host: str, port: int) -> None:
    click.echo(f"Moderation serves {address(host, port)}")


def run(configured: Settings, started: Callable[[str, int], None] = announce) -> None:
    """Serve with these settings; `started` is told the address. CannotBeDone if that is not possible."""
    configure(configured.log_level, configured.log_format)
    with told_plainly():
        if configured.workers > 1:
            if not serve_with_workers(configured, started):
                raise CannotBeDone("The workers ended as soon as they were started; their lines above say why.")
        else:
            app.run(configured, started=started)


def address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
