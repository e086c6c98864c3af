"""`moderation doctor`: what is wrong with an installation, and how to mend it."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from moderation.cli.opening import opened
from moderation.domain.errors import ProviderAway, StorageUnavailable, StoreUnsuitable
from moderation.domain.site import DEFAULT_SITE
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.scoring.local import LocalScorer
from moderation.scoring.models import careful_models, careful_releases, careful_runs_here, releases
from moderation.scoring.scorer import ScorerUnavailable
from moderation.services.house import House
from moderation.settings import BadSetting, Settings, unknown_variables
from moderation.storage import keys
from moderation.storage.client import ScriptFailed
from moderation.storage.replies import fields
from moderation.storage.sites import STORE_FORMAT
from moderation.telemetry.logs import configure
from moderation.text.language import name_of

DISK_WANTED = 1 << 30
CLOCK_TOLERANCE_MS = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """One thing looked at. `state` is ok, warn or fail; `mend` says what to do about it."""

    state: str
    what: str
    mend: str = ""


@click.command()
def doctor() -> None:
    """Look at settings, storage, classifier, clocks and disk, and say what is wrong and how to mend it.

    Exit code 1 if something keeps the service from working as it promises.
    """
    configure("error", "text")
    failed = asyncio.run(_examine())
    if failed:
        raise SystemExit(1)


async def _examine() -> bool:
    failed = False
    async for result in examination():
        failed = failed or result.state == "fail"
        click.echo(f"{result.state:<4}  {result.what}" + (f"\n      -> {result.mend}" if result.mend else ""))
    return failed


async def examination() -> AsyncIterator[Result]:
    """Everything there is to look at; what a later thing needs of an earlier one that failed is left out."""
    try:
        settings = Settings.from_environment()
    except BadSetting as why:
        yield Result("fail", f"settings: {why}", "Change the variable, or unset it for the default.")
        return
    yield Result("ok", "settings: all can be used")
    for name in unknown_variables(os.environ):
        yield Result("warn", f"settings: there is no setting {name}", "Correct its name, or unset it.")
    for result in (*_data_directory(settings), await _model(settings), *_careful(settings), *_models_folder(settings)):
        yield result
    try:
        # Whoever asks what is wrong wants to hear it now.
        async with opened(replace(settings, storage_wait_seconds=0)) as house:
            async for result in _storage(house):
                yield result
            async for result in _webhooks(house):
                yield result
            async for result in _rules(house):
                yield result
            async for result in _door(house):
                yield result
    except StorageUnavailable as why:
        mend = "Start the server that MODERATION_REDIS_URL names, or correct the variable."
        yield Result("fail", f"storage: it cannot be reached: {why.reason}", mend)
    except (StoreUnsuitable, ValueError, OSError) as why:
        mend = "Correct MODERATION_REDIS_URL, or install a server that is new enough (Redis 7.0, Valkey 7.2)."
        yield Result("fail", f"storage: {why}", mend)


def _data_directory(settings: Settings) -> Iterator[Result]:
    if settings.redis_url:
        yield Result("ok", "data directory: not used, MODERATION_REDIS_URL is set")
        return
    folder = settings.data_dir
    if not folder.exists():
        yield Result("ok", f"data directory: {folder} will be made at the first start")
    elif not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        mend = f"Make it this user's: chown -R {os.getuid()} {folder}"
        yield Result("fail", f"data directory: {folder} cannot be written by this user", mend)
        return
    elif folder.stat().st_mode & 0o007:
        mend = f"chmod o-rwx {folder}"
        yield Result("warn", f"data directory: {folder} is open to every user of this machine", mend)
    else:
        yield Result("ok", f"data directory: {folder}")
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    shown = f"disk: {free / (1 << 30):.1f} GiB free in {nearest}"
    if free < DISK_WANTED:
        yield Result("warn", shown, "Make room: rewriting the append-only file needs as much again as it has.")
    else:
        yield Result("ok", shown)


async def _model(settings: Settings) -> Result:
    scorer = LocalScorer(settings.model or None)
    started = time.monotonic()
    try:
        await scorer.start()
        scoring = await scorer.score("A comment to try the classifier with.", 10.0)
    except ScorerUnavailable as why:
        mend = "Set MODERATION_MODEL to a model that exists, or unset it for the one that ships."
        return Result("fail", f"model: {why.reason}", mend)
    finally:
        await scorer.close()
    return Result("ok", f"model: {scoring.model}, the fast reader, loaded in {time.monotonic() - started:.1f} s")


def _careful(settings: Settings) -> Iterator[Result]:
    """Whether doubtful comments get a second look, and by whom."""
    there = careful_releases()
    if settings.careful == "off":
        yield Result("ok", "careful reader: off, MODERATION_CAREFUL says so")
    elif not there:
        yield Result("ok", "careful reader: none comes with this version; the fast one reads everything")
    elif not careful_runs_here():
        mend = "pip install 'moderation[careful]' installs it, or MODERATION_CAREFUL=off does without."
        yield Result("warn", f"careful reader: the runtime of {', '.join(there.values())} is not installed", mend)
    else:
        loaded = careful_models()
        for language, name in there.items():
            if language in loaded:
                yield Result("ok", f"careful reader: {name} looks at doubtful comments in {name_of(language)}")
            else:
                mend = "Install the package again; until then the fast reader reads everything."
                yield Result("fail", f"careful reader: {name} cannot be loaded", mend)


def _models_folder(settings: Settings) -> Iterator[Result]:
    if not settings.models_dir:
        return
    folder = Path(settings.models_dir)
    found = releases(folder)
    for each in sorted(folder.iterdir()):
        if each.is_dir() and not any(model.folder == each for model in found.values()):
            mend = "Copy the model's whole folder again, or take it away; give it a name that no other model has."
            yield Result("warn", f"models folder: {each.name} is no model that can be chosen", mend)
    own = [name for name, model in found.items() if model.folder.parent == folder]
    yield Result("ok", f"models folder: {', '.join(sorted(own)) or 'no models'} in {folder}")


async def _storage(house: House) -> AsyncIterator[Result]:
    info, settings = await house.store.info(), house.settings
    product = "Valkey" if "valkey_version" in info else "Redis"
    version = info.get("valkey_version", info.get("redis_version", "?"))
    where = "embedded" if not settings.redis_url else house.store.mode
    yield Result("ok", f"storage: {product} {version} ({where})")
    stored = await house.records.sites.format(DEFAULT_SITE)
    yield Result("ok" if stored == STORE_FORMAT else "fail", f"storage: data in format {stored}")
    for result in _role(info, settings):
        yield result
    try:
        key = keys.site_record(DEFAULT_SITE)
        config = fields(await house.store.command(key, "CONFIG", "GET", "*"))
    except ScriptFailed as why:
        yield Result(
            "warn", f"storage: its configuration cannot be read: {why}", "Check persistence and eviction there."
        )
    else:
        for result in _configuration({name: value.decode("utf-8", "replace") for name, value in config.items()}):
            yield result
    before = time.time()
    server = await house.store.server_time_ms(keys.site_record(DEFAULT_SITE))
    apart = abs(server - round((before + time.time()) * 500))
    shown = f"clock: storage and this machine are {apart} ms apart"
    if apart > CLOCK_TOLERANCE_MS:
        yield Result("warn", shown, "Let both follow a time server (chrony, systemd-timesyncd).")
    else:
        yield Result("ok", shown)


async def _webhooks(house: House) -> AsyncIterator[Result]:
    """Silent where there are none."""
    there = working = 0
    for site in await house.records.sites.names():
        for webhook in await house.webhooks.listed(site):
            there += 1
            if webhook["state"] in ("failing", "disabled"):
                mend = f"See to its receiver, then: moderation webhook enable --site {site} {webhook['id']}"
                shown = f"webhooks: {webhook['id']} of site {site} is {webhook['state']}: {webhook['problem']}"
                yield Result("warn", shown, mend)
            else:
                working += 1
    if there:
        yield Result("ok" if working == there else "warn", f"webhooks: {working} of {there} work")


async def _rules(house: House) -> AsyncIterator[Result]:
    for site in await house.records.sites.names():
        _, policy = await house.records.sites.policy(site)
        try:
            compile_rules(str(policy.get("rules", "")), saved=True)
        except RulesInvalid as why:
            mend = "A newer version saved them. Use it, or `moderation rules set` with what this one knows."
            yield Result("fail", f"rules of {site}, which do not act: {why}", mend)


def _role(info: Mapping[str, str], settings: Settings) -> Iterator[Result]:
    role, replicas = info.get("role", "?"), int(info.get("connected_slaves", 0))
    if role != "master":
        yield Result(
            "fail", f"storage: the server is a {role}", "Point MODERATION_REDIS_URL at the server that takes writes."
        )
    elif settings.acknowledge_replicas > replicas:
        mend = "Add replicas or lower MODERATION_ACKNOWLEDGE_REPLICAS; until then no write is acknowledged."
        wanted = settings.acknowledge_replicas
        yield Result("fail", f"storage: {replicas} replicas are connected, {wanted} must acknowledge", mend)
    else:
        yield Result("ok", f"storage: the server takes writes and has {replicas} replicas")


def _configuration(config: dict[str, str]) -> Iterator[Result]:
    if config.get("appendonly") == "yes":
        fsync = config.get("appendfsync", "?")
        lost = {"always": "nothing acknowledged is lost", "everysec": "a power cut may take the last second"}
        state = "ok" if fsync in lost else "warn"
        mend = "" if state == "ok" else "CONFIG SET appendfsync everysec"
        yield Result(state, f"persistence: append-only file, appendfsync {fsync}: {lost.get(fsync, 'unsafe')}", mend)
    else:
        mend = "CONFIG SET appendonly yes, and the same in the server's configuration file."
        yield Result("fail", "persistence: no append-only file; comments are lost when the server ends", mend)
    policy = config.get("maxmemory-policy", "?")
    if policy != "noeviction":
        mend = "CONFIG SET maxmemory-policy noeviction, and the same in the server's configuration file."
        yield Result("fail", f"memory: the server may drop comments when memory is short ({policy})", mend)
    else:
        yield Result("ok", "memory: nothing is dropped when memory is short (noeviction)")


async def _door(house: House) -> AsyncIterator[Result]:
    """How moderators sign in. Silent about what is not used."""
    if house.settings.public_url.startswith("http:"):
        mend = "Serve browsers by https and set MODERATION_PUBLIC_URL to that address."
        yield Result("warn", "console: browsers send their cookie unencrypted to MODERATION_PUBLIC_URL", mend)
    if house.single_sign_on.offered:
        try:
            yield Result("ok", f"sign-in provider: {await house.single_sign_on.check()}")
        except ProviderAway as why:
            mend = "Correct MODERATION_OIDC_ISSUER, or see to the provider; tokens and passwords go on working."
            yield Result("warn", f"sign-in provider: {why.detail}", mend)
