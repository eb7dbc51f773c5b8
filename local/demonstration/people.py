"""Invented people: who they are is drawn from common French names, the same at every loading."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

WOMEN = (
    "Adèle Agathe Alice Amandine Anaïs Anne Apolline Audrey Aurore Béatrice Camille Capucine Caroline Cécile "
    "Céline Charlotte Chloé Claire Clémence Constance Delphine Diane Élise Éloïse Emma Estelle Eugénie "
    "Florence Gabrielle Hélène Inès Jeanne Joséphine Juliette Laure Léa Léonie Louise Lucie Madeleine "
    "Manon Margaux Marguerite Marie Mathilde Noémie Océane Pauline Rose Sarah Solène Sophie Suzanne Valentine"
).split()
MEN = (
    "Adrien Alexandre Antoine Armand Arthur Auguste Baptiste Basile Benoît Bertrand Charles Clément Cyril "
    "Damien David Denis Édouard Émile Étienne Fabien Félix François Frédéric Gaspard Gauthier Guillaume "
    "Gustave Henri Hugo Jacques Jérôme Joachim Jules Julien Laurent Léon Louis Lucas Marc Martin Mathieu "
    "Maxime Nicolas Olivier Paul Philippe Pierre Quentin Raphaël Rémi Samuel Sébastien Simon Théo Thomas"
).split()
LAST_NAMES = (
    "Aubert Bailly Barbier Baron Benoît Berger Bertin Besnard Blanchard Boucher Boulanger Brunet "
    "Carpentier Charpentier Chevalier Collet Cousin Daniel Delaunay Denis Dumas Dupuis Fabre Fleury Fontaine "
    "Gaillard Garnier Gautier Gérard Gilbert Giraud Guérin Guillot Hamon Hardy Hébert Huet Jacquet Joly "
    "Lacroix Lambert Lecomte Lefèvre Léger Lemaire Lemoine Leroux Lévêque Lucas Maillard Mallet Marchal "
    "Maréchal Marty Masson Mercier Meunier Millet Moreau Morel Moulin Nicolas Noël Olivier Paris Pasquier "
    "Pelletier Perret Perrin Picard Poirier Pons Prévost Rémy Renard Renaud Rey Richard Rivière Robin "
    "Roussel Royer Salmon Schmitt Simon Tessier Vasseur Verdier Vidal Weber"
).split()


@dataclass(frozen=True, slots=True)
class Person:
    """A member to be, as a club would write one in its file."""

    first_name: str
    last_name: str
    date_of_birth: date
    gender: str
    licence: str
    licence_kind: str
    club: str


class Population:
    """Draws people who are all different, each with a licence of their own.

    Args:
        year: of the edition, by which ages count.
    """

    def __init__(self, year: int, random: Random) -> None:
        self._year = year
        self._random = random
        self._names = {"WOMAN": self._shuffled(WOMEN), "MAN": self._shuffled(MEN)}
        self._licences = iter(random.sample(range(100_000, 500_000), 1_000))

    def person(self, gender: str, age: int, club: str) -> Person:
        """Somebody who reaches `age` in the year of the edition."""
        first_name, last_name = next(self._names[gender])
        born = date(self._year - age, 1, 1) + timedelta(days=self._random.randrange(365))
        foreign = self._random.random() < 0.03
        number = next(self._licences)
        licence = f"BEL-{number}" if foreign else f"{number}"
        return Person(first_name, last_name, born, gender, licence, "FOREIGN" if foreign else "FFA", club)

    def _shuffled(self, first_names: list[str]) -> Iterator[tuple[str, str]]:
        pairs = [(first, last) for first in first_names for last in LAST_NAMES]
        self._random.shuffle(pairs)
        return iter(pairs)
