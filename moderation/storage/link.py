"""One connection to a storage server, shared by everybody in the process who talks to that server.

Commands of concurrent requests travel down the same connection one behind the other (the server answers in order),
so a hundred waiting requests cost a write or two instead of a hundred connections.
"""

import asyncio
import math
from collections import deque
from typing import Any, Final, TypeAlias, cast

import hiredis
from redis.exceptions import AuthenticationError, BusyLoadingError, ResponseError

from moderation.storage.address import Connection

# What the server says in answer to one command; the connection is in order afterwards.
ANSWERED: Final = (ResponseError, BusyLoadingError, AuthenticationError)

Argument: TypeAlias = bytes | str | int | float


def pack(*words: Argument) -> bytes:
    """A command as it goes down the wire."""
    return bytes(hiredis.pack_command(cast("Any", words)))


class LinkLost(Exception):
    """The connection ended before the answer came. `sent`: the server may have executed the command."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class _Waiting:
    __slots__ = ("command", "deadline", "reply", "timeout")

    def __init__(self, command: bytes, reply: asyncio.Future[Any], timeout: float) -> None:
        self.command = command
        self.reply = reply
        self.timeout = timeout
        self.deadline = math.inf

    def answer(self, value: Any) -> None:
        if not self.reply.done():
            self.reply.set_result(value)


class Link:
    """A pipelined connection. It is open until `lost` says why it no longer is, and is then thrown away.

    `server` names the very run of the server at the other end: after a restart it is another one.
    """

    def __init__(self, connection: Connection, timeout: float) -> None:
        self.lost: str | None = None
        self.server = ""
        self._connection = connection
        self._timeout = timeout
        self._unsent: list[_Waiting] = []
        self._sent: deque[_Waiting] = deque()
        self._last_answer = 0.0
        self._something_to_send = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect and shake hands; whatever redis-py raises when it cannot is raised."""
        try:
            await cast("Any", self._connection).connect()
        except BaseException:
            await self._connection.disconnect(nowait=True)
            raise
        # From here on the deadline of each command counts (see _watch), not redis-py's timeout per socket call.
        self._connection.socket_timeout = None
        self._life = asyncio.create_task(self._live(), name="storage-link")
        self.server = _run_id(await self.send(pack("INFO", "server")))

    @property
    def waiting(self) -> int:
        """Commands without an answer yet."""
        return len(self._unsent) + len(self._sent)

    def send(self, command: bytes, timeout: float | None = None) -> asyncio.Future[Any]:
        """Queue one packed command; the future's result is the reply, or the error as a value, never an exception.

        An error as a value is one of ANSWERED or LinkLost. A command that has had no answer `timeout` seconds after
        it was written ends the whole connection, since answers come in order.
        """
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self.lost is not None:
            reply.set_result(LinkLost(self.lost, sent=False))
            return reply
        self._unsent.append(_Waiting(command, reply, self._timeout if timeout is None else timeout))
        self._something_to_send.set()
        return reply

    async def close(self) -> None:
        """End the connection; commands still waiting get LinkLost."""
        if self._life is not None:
            await ended(self._life)
        # A life that was ended before its first step has closed nothing.
        await self._connection.disconnect(nowait=True)

    async def _live(self) -> None:
        parts = [asyncio.create_task(part) for part in (self._write(), self._read(), self._watch())]
        reason = "closed"
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            reason = next((str(error) or type(error).__name__ for task in done if (error := task.exception())), reason)
        finally:
            self.lost = reason
            for waiting in self._sent:
                waiting.answer(LinkLost(reason, sent=True))
            for waiting in self._unsent:
                waiting.answer(LinkLost(reason, sent=False))
            self._sent.clear()
            self._unsent.clear()
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            await self._connection.disconnect(nowait=True)

    async def _write(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            await self._something_to_send.wait()
            self._something_to_send.clear()
            batch, self._unsent = self._unsent, []
            for waiting in batch:
                waiting.deadline = now() + waiting.timeout
            # Counted as sent before the attempt: a write that fails half way may have delivered some of them.
            self._sent.extend(batch)
            await self._connection.send_packed_command([waiting.command for waiting in batch], check_health=False)

    async def _read(self) -> None:
        read, sent = self._connection.read_response, self._sent
        now = asyncio.get_running_loop().time
        while True:
            try:
                reply = await read(timeout=math.inf, disconnect_on_error=False)
            except ANSWERED as error:
                reply = error
            if not sent:
                raise ConnectionError(f"the server said {reply!r} without being asked")
            self._last_answer = now()
            sent.popleft().answer(reply)

    async def _watch(self) -> None:
        """End the connection when the server has been silent for too long.

        An answer to anybody gives the next in line its time afresh, so a slow script does not count against those
        behind it; and lateness must show twice, so that an event loop that was held up first gets to read.
        """
        now = asyncio.get_running_loop().time
        late: _Waiting | None = None
        while True:
            await asyncio.sleep(0.1)
            first = self._sent[0] if self._sent else None
            overdue = first is not None and now() > max(first.deadline, self._last_answer + first.timeout)
            if first is not None and overdue and late is first:
                raise TimeoutError(f"no answer within {first.timeout:g} s")
            late = first if overdue else None


def _run_id(info: Any) -> str:
    """The name a server gives itself at its start, from INFO; empty if it may not be asked."""
    if isinstance(info, LinkLost):
        raise ConnectionError(info.reason)
    text = "" if isinstance(info, Exception) else bytes(getattr(info, "data", info)).decode("ascii", "replace")
    return next((line.partition(":")[2] for line in text.splitlines() if line.startswith("run_id:")), "")


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel a task until it is done. Once is not enough: `asyncio.wait_for` of Python 3.11, which redis-py uses while
    it connects, loses a cancellation that comes just as what it waits for is done (python/cpython#86296)."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)
    if not task.cancelled():
        task.exception()  # it has been heard
