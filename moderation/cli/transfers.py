"""`moderation export` and `moderation import`: a site as a file, and back."""

import os
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import click
import orjson

from moderation.cli.opening import ACTOR, CannotBeDone, carry_out, told_plainly
from moderation.cli.progress import Progress
from moderation.cli.tokens import site_option
from moderation.importers import native
from moderation.importers.moving import Moving, Naming
from moderation.importers.record import Unusable
from moderation.importers.systems import SYSTEMS, checked, looks_like
from moderation.services.house import House
from moderation.services.transfer import Transfer
from moderation.services.transfer_report import Report


@click.command()
@site_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-secrets", "secrets", is_flag=True, help="Secrets, tokens and passwords' hashes as well.")
def export(site: str, file: Path, secrets: bool) -> None:
    """Write everything of a site to FILE as JSON Lines; `moderation import jsonl` reads it back.

    The file holds personal data and is made readable for you alone. Secrets are left out (the policy's, those of
    webhooks and external phases, who may sign in, what guests' edit tokens rest on), unless you ask for them: then keep
    the file as you keep passwords.
    """
    progress = Progress()
    part = file.with_name(file.name + ".part")

    async def work(house: House) -> int:
        lines = 0
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            async for record in Transfer(house.records).exported(site, progress, secrets=secrets):
                out.write(native.write(record))
                lines += 1
            out.write(native.write_end(lines))
            out.flush()
            os.fsync(out.fileno())
        return lines

    try:
        lines = carry_out(work)
        part.replace(file)
    finally:
        progress.close()
        part.unlink(missing_ok=True)
    kept = "with the site's secrets" if secrets else "without secrets (--with-secrets includes them)"
    click.echo(f"{file} has {lines + 1:,} lines, {kept}.", err=True)


@click.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice([*SYSTEMS, "jsonl"]))
@click.argument("file", type=click.Path(path_type=Path))
@site_option
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write what became of it, as JSON.",
)
@click.option(
    "--article",
    "naming",
    type=click.Choice([str(naming) for naming in Naming]),
    default=str(Naming.IDENTIFIER),
    show_default=True,
    help="What another system's articles are called here: what their pages call them there (or else the path of their"
    " address), the path, or the whole address.",
)
@click.option(
    "--with-secrets",
    "secrets",
    is_flag=True,
    help="Take over who may sign in and every secret that an export of ours holds: only from a file of your own.",
)
def import_(form: str, file: Path, site: str, report: Path, naming: str, secrets: bool) -> None:
    """Take a file into a site. FORMAT is jsonl, an export of this product, or another system: disqus, wordpress, isso,
    remark42 or commento (Comentario too).

    What is there already stays as it is, so an import that was cut off is finished by running it again, and running it
    twice changes nothing. Webhooks and external phases that come without their secret get a new one and are off. What
    comes from another system is neither scored nor judged: what was visible there is approved, what was held waits
    here. Exit code 2, with nothing changed, if the file cannot be used.
    """
    progress = Progress()
    try:
        _writable(report, file)
        taken_in = _of_ours if form == "jsonl" else partial(_of_another_system, form, Naming(naming))
        outcome = taken_in(file, site, progress, secrets=secrets)
    except Unusable as why:
        raise CannotBeDone(str(why)) from None
    finally:
        progress.close()
    try:
        report.write_bytes(orjson.dumps(outcome.document(), option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as why:
        again = "the file was taken in, and doing it again changes nothing and tells the same losses"
        raise CannotBeDone(f"{report} cannot be written ({why.strerror}): {again}.") from None
    done = outcome.imported
    click.echo(
        f"{form}: {done['threads']:,} threads and {done['comments']:,} comments taken in; "
        f"{len(outcome.losses):,} losses, {len(outcome.warnings):,} warnings: see {report}.",
        err=True,
    )


def _writable(report: Path, file: Path) -> None:
    """CannotBeDone if a report could not be written when everything is done."""
    folder = report.absolute().parent
    if not folder.is_dir():
        raise CannotBeDone(f"{report} cannot be written: there is no folder {folder}.")
    if report.exists() and file.exists() and report.samefile(file):
        raise CannotBeDone(f"The report cannot be written to {report}: it is the file that is to be taken in.")
    if not os.access(report if report.exists() else folder, os.W_OK):
        raise CannotBeDone(f"{report} cannot be written: there is no right to.")


def _of_ours(file: Path, site: str, progress: Progress, *, secrets: bool) -> Report:
    try:
        next(native.read(file, progress), None)
    except Unusable as why:
        raise Unusable(f"{why}{looks_like(file)}") from None
    return carry_out(
        lambda house: Transfer(house.records).imported(site, native.read(file, progress), ACTOR, secrets=secrets)
    )


def _of_another_system(
    name: str, naming: Naming, file: Path, site: str, progress: Progress, *, secrets: bool
) -> Report:
    if secrets:
        raise CannotBeDone("--with-secrets is for exports of this product: no other system's file holds any.")
    with told_plainly(), closing(Moving(checked(name, file), file, naming, int(time.time() * 1000))) as moving:
        return carry_out(lambda house: Transfer(house.records).moved_in(site, moving, ACTOR, progress))
