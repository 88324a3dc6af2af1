"""Processes beside this one: deaf to interrupts from the start, and gone when they are told to end."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context

from forecast.engine.processes import THREADS, begin_beside, end_now, interrupts_left_here, one_thread_each

INTERRUPTED = """
import os, signal
from forecast.engine.processes import interrupts_left_here
signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background is born deaf
try:
    with interrupts_left_here():
        os.kill(os.getpid(), signal.SIGINT)
        print("started")
    print("lost")
except KeyboardInterrupt:
    print("heard")
"""
ASKS = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


def test_a_process_started_within_is_deaf_to_interrupts_from_its_first_moment():
    """Before it has run a line of ours."""
    with interrupts_left_here():
        inside = subprocess.check_output([sys.executable, "-c", ASKS], text=True)
    assert inside.strip() == "True"


def test_an_interrupt_that_comes_meanwhile_is_not_lost():
    """It is heard once the processes are started; tried in a process of one thread, which alone can take the signal."""
    said = subprocess.check_output([sys.executable, "-c", INTERRUPTED], text=True)
    assert said.split() == ["started", "heard"]


def test_processes_at_work_are_ended():
    """Those of the pool end though they are busy; nobody waits for them."""
    others = set(active_children())
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=begin_beside)
    assert pool.submit(os.getpid).result() != os.getpid()
    pool.submit(signal.pause)
    mine = set(active_children()) - others
    end_now(pool, others)
    for process in mine:
        process.join(30)
    assert len(mine) == 1 and not any(process.is_alive() for process in mine)


def test_one_thread_each_is_said_for_a_while(monkeypatch):
    """Within, every library of arithmetic is told to use one thread; afterwards what was said before."""
    monkeypatch.setenv(THREADS[0], "4")
    monkeypatch.delenv(THREADS[1], raising=False)
    with one_thread_each():
        assert [os.environ[name] for name in THREADS] == ["1", "1", "1"]
    assert os.environ[THREADS[0]] == "4" and THREADS[1] not in os.environ
