"""Who may sign in at a site, on the way out of a store and into another: tokens, passwords, accounts at a provider, and
the secret that guests' edit tokens rest on."""

import orjson

from moderation.domain.errors import UnknownSite
from moderation.importers.record import AccessRecord, SignIn
from moderation.services.transfer_report import Report
from moderation.storage.identities import Identity
from moderation.storage.passwords import Password
from moderation.storage.records import Records


class Entrances:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def record(self, site_id: str) -> AccessRecord:
        """Everything of it. Tokens are kept as their SHA-256 and passwords as their argon2 hash, here as everywhere.
        UnknownSite, StorageUnavailable."""
        site = await self._records.sites.site(site_id)
        if site is None:
            raise UnknownSite(f"There is no site {site_id!r}.")
        passwords = await self._records.passwords.all(site_id)
        identities = await self._records.identities.all(site_id)
        return AccessRecord(
            secret=site.secret,
            tokens=await self._records.sites.tokens(site_id),
            passwords={name: SignIn(each.token_id, each.token_digest, each.hashed) for name, each in passwords.items()},
            identities={
                email: SignIn(each.token_id, each.token_digest, each.subject) for email, each in identities.items()
            },
        )

    async def take_in(self, site_id: str, record: AccessRecord, actor: str, report: Report) -> None:
        """Let everybody in whom the file lets in and who is not known yet. UnknownSite, StorageUnavailable."""
        await self._secret(site_id, record.secret, actor, report)
        present = await self._records.sites.tokens(site_id)
        for digest, token in record.tokens.items():
            if digest in present:
                continue
            if (holder := await self._records.sites.holder(digest)) is not None:
                report.warnings.append(
                    f"The token of {token.name!r} was left out: it is one of the site {holder.site!r} here."
                )
                continue
            detail = {"action": "import_token", "actor": actor, "token": token.id, "name": token.name}
            await self._records.sites.save_token(
                site_id, digest, token, orjson.dumps(detail | {"role": str(token.role)})
            )
        known = await self._records.sites.tokens(site_id)
        for name, each in record.passwords.items():
            if each.token_digest in known and each.proof and await self._records.passwords.find(site_id, name) is None:
                password = Password(each.token_id, each.token_digest, each.proof)
                await self._records.passwords.save(site_id, name, password)
        for email, each in record.identities.items():
            if each.token_digest in known and await self._records.identities.find(site_id, email) is None:
                identity = Identity(each.token_id, each.token_digest, each.proof)
                await self._records.identities.save(site_id, email, identity)

    async def _secret(self, site_id: str, secret: bytes, actor: str, report: Report) -> None:
        site = await self._records.sites.site(site_id)
        if site is None:
            raise UnknownSite(f"There is no site {site_id!r}.")
        if site.secret == secret:
            return
        if await self._records.threads.any_article(site_id):
            report.warnings.append(
                "The site has discussions already, so it keeps its own secret: guests cannot change what they wrote."
            )
            return
        detail = orjson.dumps({"action": "import_secret", "actor": actor})
        await self._records.sites.replace_secret(site_id, secret, detail)
