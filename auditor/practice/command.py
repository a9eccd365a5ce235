"""The verbs of ``python -m auditor.practice``."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from auditor.errors import AuditorError
from auditor.practice import documents, spec
from auditor.practice.captured import load_folder
from auditor.practice.invented.grounds import make_ground
from auditor.practice.invented.internet import Internet
from auditor.practice.labels import write_labels, write_targets
from auditor.practice.message import Request
from auditor.practice.region import DEFAULT_FOLDER, Region, Site, complaints, load_region
from auditor.practice.server import Practice, start
from auditor.practice.site import SiteHandler
from auditor.practice.world import World
from auditor.practice.yamlfile import PracticeError, load


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def check(folder: Path, only: list[str], draw: bool) -> int:
    """Print every mistake of the region's files (not only the first); 2 when there is one."""
    mistakes: list[str] = []
    sites: dict[str, Site] = {}
    region_path = folder / "region.yaml"
    if region_path.is_file():
        region_file = load(region_path, spec.RegionFile)
    else:
        mistakes.append(f"{region_path}: is missing; write it (README.md, region.yaml)")
        info = spec.RegionInfo(code="99.01", name="?", kind="kabupaten", province="?", domain="invalid")
        region_file = spec.RegionFile(region=info)
    for path in sorted(folder.glob("*/unit.yaml")):
        try:
            sites[path.parent.name] = Site(id=path.parent.name, source=path, file=load(path, spec.UnitFile))
        except AuditorError as error:
            mistakes.append(str(error))
    for name in only:
        if not (folder / name / "unit.yaml").is_file():
            raise PracticeError(f"{folder}: no unit {name!r}; its folders are the unit_ids")
    mistakes += complaints(Region(folder=folder, file=region_file, sites=sites))
    if draw:
        for site in sites.values():
            if not only or site.id in only:
                mistakes += drawn(site)
    shown = [line for line in mistakes if not only or any(f"/{unit}/" in line for unit in only)]
    for line in shown:
        _say(line)
    units = sum(site.is_unit for site in sites.values())
    _say(f"{units} units, {len(sites) - units} other sites, {len(shown)} mistakes")
    return 2 if shown else 0


def drawn(site: Site) -> list[str]:
    """Mistakes that show only when every page and file is really made."""
    found: list[str] = []
    handler = SiteHandler(site)
    for key in site.file.pages:
        request = Request(host=site.host, target=site.base + key, scheme="https")
        try:
            handler.respond(request)
        except Exception as error:
            found.append(f"{site.source}: pages.{key}: cannot be drawn: {error!r}")
    for key, file in site.file.files.items():
        try:
            documents.make(site.id, key, file)
        except Exception as error:
            found.append(f"{site.source}: files.{key}: cannot be made: {error!r}")
    return found


def options(practice: Practice) -> list[str]:
    """The command line options that lead a crawler to the servers."""
    found = ["--nameserver", practice.nameserver]
    for rule in practice.connect_to:
        found += ["--connect-to", rule]
    return found


def serve(args: argparse.Namespace) -> int:
    """Serve until a signal; prints the options to paste and writes them into the port file."""
    captured = load_folder(args.sites, _starts(args.start)) if args.sites else None
    internet = Internet(make_ground(args.invented)) if args.invented else None
    others = args.sites or args.invented
    region = None if others and not args.region else load_region(args.region or DEFAULT_FOLDER)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with start(
        region, dict(captured or {}), internet=internet, time_scale=args.time_scale, log_file=args.log
    ) as practice:
        facts = {
            "nameserver": practice.nameserver,
            "connect_to": practice.connect_to,
            "ca_file": str(practice.ca_file),
            "spki": practice.spki,
            "http_port": practice.http_port,
            "https_port": practice.https_port,
            "hosts": sorted(captured or {}),
        }
        if args.port_file:
            unfinished = args.port_file.with_suffix(".part")
            unfinished.write_text(json.dumps(facts, indent=1), encoding="utf-8")
            unfinished.replace(args.port_file)
        _say(" ".join(options(practice)))
        _say(f"# CA: {practice.ca_file}")
        if captured:
            _say(f"# {len(captured)} hosts: {', '.join(sorted(captured))}")
        _say("# Ctrl-C ends the servers")
        done.wait()
    return 0


def _starts(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in given:
        host, equals, path = item.partition("=")
        if not equals:
            raise PracticeError(f"--start {item}: write HOST=PATH, for example situs.go.id=beranda.html")
        found[host] = path
    return found


def fetch(region: Region, url: str) -> int:
    """Print what the region answers to ``url``: status, headers, body."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = Request(scheme=parts.scheme, host=parts.hostname or "", target=target)
    answer = World(region).respond(request)
    _say(f"HTTP/1.1 {answer.status} {answer.reason}")
    for name, value in answer.headers.items():
        _say(f"{name}: {value}")
    _say("")
    sys.stdout.buffer.write(answer.body)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m auditor.practice")
    verbs = parser.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("check", help="prove that the region's files are whole")
    checking.add_argument("only", nargs="*", help="show mistakes of these units only")
    checking.add_argument("--draw", action="store_true", help="make every page and file too")
    serving = verbs.add_parser("serve", help="serve the region, or folders of captured sites")
    serving.add_argument("--sites", type=Path, help="folder with one folder a host")
    serving.add_argument("--invented", metavar="GROUND", help="an invented ground instead (see its README)")
    serving.add_argument("--start", action="append", default=[], metavar="HOST=PATH")
    serving.add_argument("--port-file", type=Path, help="write ports and options here as JSON")
    serving.add_argument("--log", type=Path, help="append every request here as a JSON line")
    serving.add_argument("--time-scale", type=float, default=1.0, help="multiply every waiting time")
    targets = verbs.add_parser("targets", help="write targets.csv and regions.csv")
    targets.add_argument("folder", type=Path)
    labels = verbs.add_parser("labels", help="write labels.yaml")
    labels.add_argument("folder", type=Path)
    fetching = verbs.add_parser("fetch", help="print the region's answer to an address")
    fetching.add_argument("url")
    for verb in (checking, serving, targets, labels, fetching):
        verb.add_argument("--region", type=Path, help="another region's folder")
    return parser


def main(argv: list[str]) -> int:
    """Run one verb; 0 done, 2 a mistake in the data (printed in one line)."""
    args = _parser().parse_args(argv)
    folder = args.region or DEFAULT_FOLDER
    try:
        if args.verb == "check":
            return check(folder, args.only, args.draw)
        if args.verb == "serve":
            return serve(args)
        region = load_region(folder)
        if args.verb == "targets":
            for path in write_targets(region, args.folder):
                _say(str(path))
        elif args.verb == "labels":
            _say(str(write_labels(region, args.folder)))
        else:
            return fetch(region, args.url)
    except AuditorError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0
