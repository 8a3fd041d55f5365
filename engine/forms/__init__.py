"""Forms as data: read, checked, shown, and the answers to them checked, parted and described."""

from engine.forms.answer_types import AnswerType
from engine.forms.catalogue import FormCatalogue
from engine.forms.form import Form
from engine.forms.phrasing import sentence, sentences
from engine.forms.privacy import join

__all__ = ["AnswerType", "Form", "FormCatalogue", "join", "sentence", "sentences"]
