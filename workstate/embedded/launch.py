"""Becomes the program it is given, after tying its life to its parent's and giving up root where it must.

Run by file name in a bare interpreter, so it imports the standard library alone. It replaces a `preexec_fn`, which is
unsafe in a process with threads. Usage: launch.py PARENT_PID DEATH_SIGNAL UID GID KEEP_TRAVERSAL PROGRAM [ARGUMENT…];
UID -1 means "stay who you are".
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# linux/prctl.h and linux/capability.h
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


class CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class CapabilityData(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def become(uid: int, gid: int, *, keep_traversal: bool) -> None:
    """Drop root for good. With `keep_traversal` the new user may still pass through folders closed to others.

    That one capability is what lets PostgreSQL live below a home such as /root (mode 700) without opening the
    home to every user of the machine; it is asked for only when a folder on the way is closed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if keep_traversal:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([gid])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if keep_traversal:
        header = CapabilityHeader(CAPABILITY_VERSION_3, 0)
        mask = 1 << CAP_DAC_OVERRIDE
        data = (CapabilityData * 2)(CapabilityData(mask, mask, mask), CapabilityData(0, 0, 0))
        if libc.capset(ctypes.byref(header), ctypes.byref(data)) != 0:
            raise OSError(ctypes.get_errno(), "capset")
        if libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


def main(arguments: list[str]) -> None:
    parent, death_signal, uid, gid, keep_traversal = (int(argument) for argument in arguments[:5])
    program = arguments[5:]
    if uid != -1:
        become(uid, gid, keep_traversal=bool(keep_traversal))
    if death_signal and sys.platform == "linux":
        # After the change of user, which would clear it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os.kill(os.getpid(), signal.SIGKILL)
    os.umask(0o077)
    try:
        os.execv(program[0], program)
    except OSError as error:
        sys.exit(f"{program[0]} cannot be run: {error.strerror}.")


if __name__ == "__main__":
    main(sys.argv[1:])
