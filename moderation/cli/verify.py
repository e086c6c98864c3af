"""`moderation verify`: prove that what is stored is sound, and mend what can be."""

import click

from moderation.cli.opening import carry_out
from moderation.cli.progress import Progress
from moderation.domain.errors import UnknownSite
from moderation.domain.site import DEFAULT_SITE
from moderation.services.house import House
from moderation.storage.verification import Verification

MOST_LINES = 1000


@click.command()
@click.option("--site", default=None, help="Only this site; all of them if not given.")
@click.option("--repair", is_flag=True, help="Mend what follows from the rest; every repair is in the audit log.")
def verify(site: str | None, repair: bool) -> None:
    """Read the whole store and prove its invariants: counts, indexes, queues, authors, audit chains.

    Runs beside the service. Exit code 0: everything holds. 1: something does not, or did not and was mended; every
    line says what. With --repair, 0 if nothing is left that could not be mended.
    """
    progress = Progress()

    async def work(house: House) -> tuple[int, int, int]:
        # The default site always is one, even where the list has lost it.
        sites = sorted({DEFAULT_SITE, *await house.records.sites.names()}) if site is None else [site]
        found = left = 0
        for name in sites:
            if site is not None and await house.records.sites.site(name) is None:
                raise UnknownSite(f"There is no site {name!r}.")
            async for finding in Verification(house.store, name, repair=repair, progress=progress).findings():
                found += 1
                mended = repair and finding.repairable
                left += not mended
                if found <= MOST_LINES:
                    progress.close()
                    fate = "mended" if mended else "can be mended" if finding.repairable else "cannot be mended"
                    click.echo(f"{finding.where}: {finding.what} ({fate})")
        progress.close()
        return len(sites), found, left

    sites, found, left = carry_out(work)
    if found > MOST_LINES:
        click.echo(f"... and {found - MOST_LINES} more.")
    if found == 0:
        click.echo(f"Everything holds ({sites} {'site' if sites == 1 else 'sites'}).")
        return
    hint = "" if repair else " `moderation verify --repair` mends what can be mended."
    click.echo(f"{found} found, {found - left} mended, {left} left.{hint}")
    if left:
        raise SystemExit(1)
