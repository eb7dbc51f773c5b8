"""The mails that carry a code, in French and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.codes import Purpose


@dataclass(frozen=True, slots=True)
class CodeMail:
    """Subject and text of a mail; `{code}` stands for the code."""

    subject: str
    text: str

    def with_code(self, code: str) -> str:
        """Its text."""
        return self.text.format(code=code)


_FRENCH: Mapping[Purpose, CodeMail] = {
    Purpose.SIGN_UP: CodeMail(
        "Confirmez votre adresse",
        "Bonjour,\n\n"
        "Voici le code qui confirme votre adresse pour la Course des Impressionnistes :\n\n"
        "    {code}\n\n"
        "Il est valable 24 heures. Si vous n’avez rien demandé, ignorez ce message.\n",
    ),
    Purpose.PASSWORD: CodeMail(
        "Changez votre mot de passe",
        "Bonjour,\n\n"
        "Voici le code qui permet de choisir un nouveau mot de passe :\n\n"
        "    {code}\n\n"
        "Il est valable une heure. Si vous n’avez rien demandé, ignorez ce message.\n",
    ),
}
_ENGLISH: Mapping[Purpose, CodeMail] = {
    Purpose.SIGN_UP: CodeMail(
        "Confirm your address",
        "Hello,\n\n"
        "This code confirms your address for the Course des Impressionnistes:\n\n"
        "    {code}\n\n"
        "It is valid for 24 hours. If you did not ask for it, ignore this message.\n",
    ),
    Purpose.PASSWORD: CodeMail(
        "Change your password",
        "Hello,\n\n"
        "This code lets you choose a new password:\n\n"
        "    {code}\n\n"
        "It is valid for an hour. If you did not ask for it, ignore this message.\n",
    ),
}


def code_mail(purpose: Purpose, locale: str) -> CodeMail:
    """The mail for a purpose in the language of a locale such as `en` or `en-GB`; else in French."""
    return (_ENGLISH if locale.lower().startswith("en") else _FRENCH)[purpose]
