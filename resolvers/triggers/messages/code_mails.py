"""The mails that carry a code, in French and English."""

from dataclasses import dataclass

from resolvers.regatta.profile import language_of
from resolvers.regatta.vocabulary import Language


@dataclass(frozen=True, slots=True)
class CodeMail:
    """Subject and plain text of a mail; `{code}` stands for the code."""

    subject: str
    text: str

    def with_code(self, code: str) -> str:
        """Its text."""
        return self.text.format(code=code)


_CONFIRMATION = {
    Language.FR: CodeMail(
        "Confirmez votre adresse",
        "Bonjour,\n\n"
        "Voici le code qui confirme votre adresse pour la Course des Impressionnistes :\n\n"
        "    {code}\n\n"
        "Il est valable 24 heures. Si vous n’avez rien demandé, ignorez ce message.\n",
    ),
    Language.EN: CodeMail(
        "Confirm your address",
        "Hello,\n\n"
        "This code confirms your address for the Course des Impressionnistes:\n\n"
        "    {code}\n\n"
        "It is valid for 24 hours. If you did not ask for it, ignore this message.\n",
    ),
}
_NEW_PASSWORD = {
    Language.FR: CodeMail(
        "Changez votre mot de passe",
        "Bonjour,\n\n"
        "Voici le code qui permet de choisir un nouveau mot de passe :\n\n"
        "    {code}\n\n"
        "Il est valable une heure. Si vous n’avez rien demandé, ignorez ce message.\n",
    ),
    Language.EN: CodeMail(
        "Change your password",
        "Hello,\n\n"
        "This code lets you choose a new password:\n\n"
        "    {code}\n\n"
        "It is valid for an hour. If you did not ask for it, ignore this message.\n",
    ),
}


def confirmation_mail(locale: str) -> CodeMail:
    """The mail that confirms an address, in the language of a locale such as `en` or `en-GB`."""
    return _CONFIRMATION[language_of(locale)]


def new_password_mail(locale: str) -> CodeMail:
    """The mail that lets somebody who forgot the password choose another one."""
    return _NEW_PASSWORD[language_of(locale)]
