"""A game that loses its license while it runs. GAME is the program: here examples/c/quickstart.c."""

import os
import subprocess

import pytest

GAME_SECONDS = 60


@pytest.fixture
def play(devserver):
    """Starts the game with a license key; what still runs at the end of the test is killed."""
    games = []

    def start(license_key):
        arguments = [devserver.url, devserver.app_id, devserver.public_key, license_key]
        game = subprocess.Popen([os.environ["GAME"], *arguments], env=devserver.environment(),
                                stdout=subprocess.PIPE, text=True)
        games.append(game)
        return game

    yield start
    for game in games:
        game.kill()
        game.communicate()


def test_a_revoked_license_ends_the_game(devserver, play):
    game = play(devserver.license_key)
    devserver.wait_for("heartbeat")
    devserver.revoke()
    said, _ = game.communicate(timeout=GAME_SECONDS)
    assert "login: ok" in said
    assert "heartbeat_failed / revoked" in said
    assert game.returncode == 0


def test_a_key_that_nobody_has_bought_is_refused(devserver, play):
    game = play("NOBO-DYHA-SBOU-GHT2")
    said, _ = game.communicate(timeout=GAME_SECONDS)
    assert "login: invalid_key" in said
    assert game.returncode == 1


@pytest.mark.devserver("--no-rate-limits")
def test_a_gateway_that_limits_a_heartbeat_ends_nothing(devserver, play):
    devserver.fault("gateway_429", endpoint="heartbeat", count=1)
    game = play(devserver.license_key)
    devserver.wait_for("heartbeat", count=2, seconds=30)
    assert game.poll() is None
