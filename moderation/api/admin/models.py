"""The models that read a site's comments."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.model import (
    ChooseModel,
    Disagreements,
    DisagreementsQuery,
    LanguageModels,
    ModelCard,
    Models,
    TryModel,
)
from moderation.domain.moderator import Permission


async def models(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.choosing.listed(call.site), "next_cursor": None})


async def pin(call: Call) -> Reply:
    model = call.body["model"]
    return Reply(200, await call.house.choosing.pin(call.site, call.path["language"], model, call.moderator))


async def roll_back(call: Call) -> Reply:
    return Reply(200, await call.house.choosing.roll_back(call.site, call.path["language"], call.moderator))


async def shadow(call: Call) -> Reply:
    model = call.body["model"]
    return Reply(200, await call.house.choosing.shadow(call.site, call.path["language"], model, call.moderator))


async def no_shadow(call: Call) -> Reply:
    return Reply(200, await call.house.choosing.shadow(call.site, call.path["language"], None, call.moderator))


async def disagreements(call: Call) -> Reply:
    return Reply(200, await call.house.choosing.disagreements(call.site, call.path["language"], call.query["limit"]))


async def card(call: Call) -> Reply:
    return Reply(200, await call.house.choosing.card(call.site, call.path["language"], call.path["model"]))


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/models",
        models,
        needs=Permission.ADMINISTER,
        summary="Every model there is, per language: which acts, which is tried",
        answers={200: Models},
    ),
    route(
        "PUT",
        "/v1/sites/{site}/models/{language}",
        pin,
        needs=Permission.ADMINISTER,
        summary="Let a model act, once it is loaded and checked; null is the default one",
        body=ChooseModel,
        answers={200: LanguageModels},
    ),
    route(
        "POST",
        "/v1/sites/{site}/models/{language}/rollback",
        roll_back,
        needs=Permission.ADMINISTER,
        summary="Let the model act that did before",
        answers={200: LanguageModels},
    ),
    route(
        "PUT",
        "/v1/sites/{site}/models/{language}/shadow",
        shadow,
        needs=Permission.ADMINISTER,
        summary="Try a model beside the acting one; it decides nothing",
        body=TryModel,
        answers={200: LanguageModels},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/models/{language}/shadow",
        no_shadow,
        needs=Permission.ADMINISTER,
        summary="Stop trying a model",
        answers={200: LanguageModels},
    ),
    route(
        "GET",
        "/v1/sites/{site}/models/{language}/disagreements",
        disagreements,
        needs=Permission.ADMINISTER,
        summary="Comments of which the tried model would have had another verdict, newest first",
        query=DisagreementsQuery,
        answers={200: Disagreements},
    ),
    route(
        "GET",
        "/v1/sites/{site}/models/{language}/cards/{model}",
        card,
        needs=Permission.ADMINISTER,
        summary="A model's card: what it was made of and how good it is",
        answers={200: ModelCard},
    ),
)
