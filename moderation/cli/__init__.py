"""The `moderation` command: run the service, look after what it keeps."""

import click

from moderation import __version__
from moderation.cli.audit import audit
from moderation.cli.demo import demo
from moderation.cli.doctor import doctor
from moderation.cli.learning import learning
from moderation.cli.models import model
from moderation.cli.policies import policy
from moderation.cli.rules import rules
from moderation.cli.serve import serve
from moderation.cli.sessions import session
from moderation.cli.sites import site
from moderation.cli.statements import statements
from moderation.cli.tokens import token
from moderation.cli.transfers import export, import_
from moderation.cli.transparency import transparency
from moderation.cli.verify import verify
from moderation.cli.webhooks import webhook


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moderation")
def main() -> None:
    """Reader comments with threads, live counts, scores and moderation queues.

    Settings are MODERATION_* environment variables; the README lists them. Commands work on the same store as a running
    service: the one of MODERATION_REDIS_URL, or the embedded one in MODERATION_DATA_DIR.
    """


for command in (
    serve,
    demo,
    token,
    session,
    site,
    policy,
    rules,
    model,
    learning,
    webhook,
    import_,
    export,
    statements,
    audit,
    transparency,
    verify,
    doctor,
):
    main.add_command(command)
