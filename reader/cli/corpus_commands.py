"""Command `corpus`: makes, verifies, installs and takes back corpus packs. Prints; the work is the library's.

Long work shows how far it is on a terminal, and ends at Ctrl+C with one sentence and status 130.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import GetPassWarning, getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from reader.cli.arguments import Parser, file_name
from reader.cli.corpus.build_command import add_building
from reader.cli.corpus.shelf_commands import add_shelf_commands, installed_dict, notes_now
from reader.cli.house import House
from reader.core.errors import BadInput
from reader.core.pack import PACK_KINDS, REPLACEMENT, SUFFIX, PackSummary, typed
from reader.core.showing import brief
from reader.files import read_whole

if TYPE_CHECKING:
    from reader.packs.minisign import SecretKey

_LONGEST, _NAMED = 190, 60  # characters of what is wrong with a corpus, and of the name of its folder
_SHOWN = 20
_STOPPED = 130  # what shells give a program that Ctrl+C has ended


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    corpus = add("corpus", help="语料和语料包：制作、核对、安装、退回")
    inner = corpus.add_subparsers(
        title="命令", metavar="命令", required=True, dest="corpus 的命令", parser_class=Parser
    )
    add_building(inner.add_parser)
    pack = inner.add_parser("pack", help="把现在的语料做成语料包；要打包别的语料，在 corpus 之前写 --corpus DIR")
    pack.add_argument("file", type=file_name, metavar="FILE", help=f"要写的文件，习惯以 {SUFFIX} 结尾")
    pack.add_argument("--key", type=file_name, metavar="SECRET.key", help="minisign 私钥；不写则不签名")
    pack.add_argument("--passphrase-file", type=file_name, metavar="FILE", help="私钥口令所在的文件；不写则在终端询问")
    pack.add_argument("--title", default="", metavar="TEXT", help="语料包的名称，例如 2026年11月")
    pack.add_argument("--least", metavar="VERSION", help="能用它的最低程序版本；默认为本程序的版本")
    pack.add_argument("--below", default="", metavar="VERSION", help="从这个程序版本起不能用；默认不限")
    pack.add_argument("--kind", choices=PACK_KINDS, help="addition 另立书架，replacement 取代同名的（默认）")
    pack.add_argument("--name", default="", metavar="NAME", help="书架名称；replacement 不写则取代随附的语料")
    pack.add_argument("--against", type=file_name, metavar="BASE.prpack", help="只装与这个语料包不同的内容（增量包）")
    pack.set_defaults(run=make_pack)
    verify = inner.add_parser("verify", help="核对语料包；不写文件则核对正在使用的语料和索引")
    verify.add_argument("file", nargs="?", type=file_name, metavar="FILE")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.set_defaults(run=verify_pack)
    install = inner.add_parser("install", help="安装语料包；原有的语料留着，可以退回")
    install.add_argument("file", type=file_name, metavar="FILE")
    install.add_argument("--allow-older", action="store_true", help="即使比正在使用的语料包旧也安装")
    install.add_argument("--json", action="store_true", help="输出 JSON")
    install.set_defaults(run=install_pack)
    add_shelf_commands(inner)


def make_pack(chosen: Namespace, house: House) -> int:
    """Writes a pack of the corpus in use."""
    from reader import __version__
    from reader.core.pack import version_key

    for name in (chosen.least, chosen.below):
        try:
            version_key(name or "0")
        except ValueError as error:
            raise BadInput(f"“{name}”不是程序版本，应写作 0.1.0 的样子。") from error
    try:
        key = secret_key(chosen.key, chosen.passphrase_file) if chosen.key else None
        with _shown(house, "正在制作语料包", "Making the pack") as progress:
            made = house.packs.make(
                chosen.file, key, title=chosen.title, least=chosen.least or __version__, below=chosen.below,
                kind=chosen.kind or REPLACEMENT, name=chosen.name, against=chosen.against,
                epoch=os.environ.get("SOURCE_DATE_EPOCH"), progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        house.console.tell("已停止，没有写出语料包。", "Stopped; no pack was written.")
        return _STOPPED
    signed, english = (
        (f"由密钥 {key.public.id} 签名", f"signed with key {key.public.id}") if key else ("未签名", "not signed")
    )
    what, delta = ("增量包，装好后 ", "a delta, once installed ") if chosen.against else ("", "")
    house.console.line(
        house.console.say(
            f"已写好 {chosen.file}：{what}{len(made.files)} 个文件，语料版本 {made.version}，{signed}。",
            f"Written {chosen.file}: {delta}{len(made.files)} files, corpus version {made.version}, {english}.",
        )
    )
    return 0


@contextmanager
def _shown(house: House, chinese: str, english: str) -> Iterator[Callable[[float, str], None]]:
    """What long work is to call: it shows the share, in whole percents, on a line that is gone in the end."""
    console, seen = house.console, -1
    doing = console.say(chinese, english)

    def progress(share: float, _what: str) -> None:
        nonlocal seen
        percent = min(99, int(share * 100))
        if percent != seen:
            seen = percent
            console.progress(doing, percent / 100)

    try:
        yield progress
    finally:
        console.progress(doing, 1)


def secret_key(file: Path, passphrase_file: Path | None) -> SecretKey:
    """The key to sign with, its passphrase from a file or the terminal. Raises BadInput."""
    from reader.packs import minisign

    text = _text(file, "私钥")
    if not minisign.is_locked(text):
        return minisign.secret_key(text)
    if passphrase_file:
        return minisign.secret_key(text, _text(passphrase_file, "口令文件").rstrip("\r\n"))
    try:
        with catch_warnings():
            simplefilter("error", GetPassWarning)  # no terminal: the passphrase would be seen, the warning too
            passphrase = getpass("私钥口令：")
    except (EOFError, GetPassWarning) as error:
        raise BadInput("私钥有口令，请在终端中输入，或用 --passphrase-file 指明。") from error
    return minisign.secret_key(text, passphrase)


def _text(file: Path, what: str) -> str:
    try:
        return read_whole(file, what=what).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{what} {file} 不是文本文件。") from error


def verify_pack(chosen: Namespace, house: House) -> int:
    """Says whether a pack, or the corpus in use, is as it was made. Status 3 where the corpus in use is not."""
    try:
        return _verify(chosen, house)
    except KeyboardInterrupt:
        house.console.tell("已停止核对。", "Stopped.")
        return _STOPPED


def _verify(chosen: Namespace, house: House) -> int:
    if chosen.file is not None:
        with _shown(house, "正在核对语料包", "Verifying the pack") as progress:
            summary = house.packs.inspect(chosen.file, progress)
        if chosen.json:
            house.console.json(summary_dict(summary))
        else:
            for line in summary_lines(summary):
                house.console.line(line)
        return 0
    with _shown(house, "正在核对语料和索引", "Verifying corpus and index") as progress:
        report = house.packs.verify(progress)
    if chosen.json:
        house.console.json({"ok": report.ok, "listed": report.listed, "files": report.files, "wrong": report.wrong})
    folder = house.library.corpus.folder
    if report.ok:
        house.console.tell(
            f"语料和索引与清单一致，共 {report.files} 个文件（{folder}）。",
            f"Corpus and index are as their list says, {report.files} files ({folder}).",
        )
        return 0
    said = f"语料文件夹 {brief(str(folder), _NAMED)}："
    for number, sentence in enumerate(report.wrong or ("没有完整性清单，无从核对。",)):
        if number and len(said) + len(sentence) > _LONGEST:
            said += f"等 {len(report.wrong)} 处。"
            break
        said += sentence
    house.console.tell(
        said, f"Corpus folder {brief(str(folder), _NAMED)}: {house.console.say(said.partition('：')[2])}"
    )
    return 3 if report.wrong else 1


def summary_lines(summary: PackSummary) -> list[str]:
    """What a pack is and would change, in lines."""
    manifest, signer = summary.manifest, summary.signer
    by = f"{signer.key}（{signer.name}）" if signer and signer.name else signer.key if signer else "无（策略允许）"
    what = f"增量包（在 {summary.base} 之上）" if summary.base else "语料包"
    lines = [
        f"{what} {manifest.title}，版本 {manifest.version}，制作于 {manifest.made}，校验无误",
        f"书架：{_shelf(summary)}",
        f"签名密钥：{by}",
        f"文件：新增 {len(summary.new)}，改动 {len(summary.changed)}，去掉 {len(summary.gone)}，不变 {summary.same}",
    ]
    for mark, documents in (("+", summary.new), ("*", summary.changed), ("-", summary.gone)):
        lines += [f"  {mark} {title}（{doc}）" for doc, title in documents[:_SHOWN]]
        lines += [f"  {mark} …… 另有 {len(documents) - _SHOWN} 份"] if len(documents) > _SHOWN else []
    if summary.elsewhere:
        ids = "、".join(doc for doc, _ in summary.elsewhere[:_SHOWN])
        lines.append(f"别的书架上也有的文件 {len(summary.elsewhere)} 份，以后面的书架为准：{ids}")
    lines.append(f"涉及的批注：{summary.notes} 条")
    if summary.current:
        lines.append("这个语料包正在使用。")
    elif summary.older:
        lines.append("注意：它比正在使用的语料包旧。")
    return lines


def _shelf(summary: PackSummary) -> str:
    manifest = summary.manifest
    if not manifest.name:
        return "取代随附的语料"
    return f"{manifest.name}（{'新立，与其他书架并列' if summary.fresh else '取代同名的这一书架'}）"


def summary_dict(summary: PackSummary) -> dict[str, Any]:
    """The same as JSON-ready values."""
    manifest, signer = summary.manifest, summary.signer
    return {
        "title": manifest.title, "version": manifest.version, "made": manifest.made, "files": len(manifest.files),
        "signer": {"key": signer.key, "name": signer.name, "comment": signer.comment} if signer else None,
        "new": [doc for doc, _ in summary.new], "changed": [doc for doc, _ in summary.changed],
        "gone": [doc for doc, _ in summary.gone], "same": summary.same, "notes": summary.notes,
        "older": summary.older, "current": summary.current, "kind": manifest.kind, "name": manifest.name,
        "fresh": summary.fresh, "elsewhere": [doc for doc, _ in summary.elsewhere], "base": summary.base or None,
    }  # fmt: skip


def install_pack(chosen: Namespace, house: House) -> int:
    """Installs a pack. One that is in force already is no error: a roll-out may run twice."""
    packs, before = house.packs, house.packs.state
    try:
        with _shown(house, "正在安装语料包", "Installing the pack") as progress:
            made = packs.install(chosen.file, progress=progress, allow_older=chosen.allow_older)
    except KeyboardInterrupt:
        if packs.state == before:
            house.console.tell("已停止，没有改动任何内容。", "Stopped; nothing was changed.")
        else:
            house.console.tell("停止得晚了：语料包已经装好。", "Too late to stop: the pack is installed.")
        return _STOPPED
    if chosen.json:
        house.console.json(installed_dict(made, changed=made is not None))
        return 0
    if made is None:
        house.console.tell("这个语料包已经装好，正在使用。", "This pack is in use already.")
        return 0
    said, english = (
        f"已安装语料包 {made.title}（版本 {made.version}）",
        f"Installed {made.title} (version {made.version})",
    )
    on = packs.state.on(made.name)
    if made.name:
        said, english = f"{said}，书架“{made.name}”", f"{english} on shelf “{made.name}”"
    if on is not None and on.before:
        back = f"corpus rollback{f' {typed(made.name)}' if made.name else ''}"
        said, english = f"{said}；可用 {back} 退回。", f"{english}; {back} goes back."
    else:
        gone = f"corpus remove {typed(made.name)}"
        said, english = f"{said}；可用 {gone} 移除。", f"{english}; {gone} takes it away."
    house.console.line(house.console.say(said, english) + notes_now(house))
    return 0
