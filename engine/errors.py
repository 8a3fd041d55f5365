"""The one tree of errors, and the words in which the engine reports."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def in_language(self, locale: str) -> str:
        """Return the English sentence for an English locale, else the Chinese one."""
        return self.en if locale.lower().startswith("en") else self.zh


Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding of a check: where it is, what is wrong, how to mend it."""

    #: Path inside the pack, for example `processes/base/ca_mediate.bpmn`.
    file: str
    #: What is wrong, for a clerk.
    message: Text
    #: What to do about it.
    cure: Text | None = None
    #: 1-based line, where the file has lines.
    line: int | None = None
    #: Element id, JSON pointer or YAML path inside the file.
    place: str | None = None
    severity: Severity = "error"


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """One answer of a form that cannot be accepted."""

    #: JSON pointer into the answers, for example `/persons/0/phone`.
    path: str
    message: Text


class EngineError(Exception):
    """无法完成这一步操作。

    This step could not be completed.
    """

    def __init__(self, text: Text | None = None) -> None:
        self.text = text or self.default_text()
        super().__init__(self.text.en)

    @classmethod
    def default_text(cls) -> Text:
        """Read the class docstring: first paragraph Chinese, second English."""
        chinese, _, english = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")
        return Text(" ".join(chinese.split("\n")), " ".join(english.split("\n")))


class CaseChangedError(EngineError):
    """这个案件刚刚有了新的进展，您看到的页面已过时。请重新载入页面；您填写的内容已保存为草稿。

    This case has moved on since the page was opened. Reload the page; what you entered is kept as a draft.
    """


class NotFoundError(EngineError):
    """没有找到您要的内容，它可能已被移走，或者您没有查看的权限。

    Nothing was found here. It may have been moved, or you may not be allowed to see it.
    """


class NotAllowedError(EngineError):
    """您的岗位不能办理这一项。如需办理，请联系本中心的管理员。

    Your post does not allow this. If you need to do it, ask your centre's administrator.
    """


class WorkItemClosedError(EngineError):
    """这一项待办已经办结或撤销，不能再次提交。

    This item is already done or withdrawn, so it cannot be submitted again.
    """


class WorkItemTakenError(EngineError):
    """这一项待办已由其他同事领取。

    A colleague has already claimed this item.
    """


class DeadlinePassedError(WorkItemClosedError):
    """这一项的期限刚刚已过，流程已转入下一步，本次提交未生效；您填写的内容已保存为草稿。

    The deadline of this item has just passed and the case has moved on, so this answer was not taken; it is kept as a draft.
    """


class AnswersRefusedError(EngineError):
    """有几处填写需要修改，请看各项旁边的说明。

    Some answers need changing; see the note beside each of them.
    """

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class CheckFailedError(EngineError):
    """检查发现问题，改好之后才能继续。

    The check found problems; they must be mended first.
    """

    def __init__(self, problems: Iterable[Problem], text: Text | None = None) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


class ProcessError(EngineError):
    """流程在这一步无法继续，案件保持原样。请把下面的说明告诉配置管理员。

    The process cannot continue at this step; the case is unchanged. Tell your configuration administrator what follows.
    """


class TypefaceMissingError(EngineError):
    """这台服务器没有排版所需的字体。

    This server lacks a typeface that typesetting needs.
    """


class StepBudgetError(ProcessError):
    """流程在一次提交中自动运行的步骤过多，可能存在没有出口的循环，已停止；案件保持原样。

    The process ran too many automatic steps in one go, probably a loop without an exit; it was stopped and the case is unchanged.
    """


class MessageNotAwaitedError(EngineError):
    """这个案件目前没有在等待这条消息。

    This case is not waiting for this message at present.
    """


class TeamRuleError(EngineError):
    """这支队伍不符合组成规则。

    This team does not meet the composition rule.
    """


class ReleaseRefusedError(EngineError):
    """发布须由另一人复核：起草人不能发布自己的草稿。

    A second person must release: the author of a draft cannot release it.
    """


class DraftChangedError(EngineError):
    """这份草稿已在别处被修改。请选择保留哪一份。

    This draft has been changed elsewhere. Choose which version to keep.
    """


class RosterChangedError(EngineError):
    """名册中的这一项刚刚已由别人修改。您填写的内容仍在页面上；请对照最新内容后再保存。

    Somebody has just changed this entry of the roster. What you entered is still on the page;
    compare it with the newest state and save again.
    """


class FileRefusedError(EngineError):
    """这个文件不能上传。

    This file cannot be uploaded.
    """


class StoreUnavailableError(EngineError):
    """数据库暂时无法连接，本次操作没有保存。请稍候再试；您填写的内容仍在页面上。

    The database cannot be reached at the moment and nothing was saved. Try again shortly; what you entered is still on the page.
    """


class SettingError(EngineError):
    """配置有误，无法启动。

    A setting is wrong, so the system cannot start.
    """
