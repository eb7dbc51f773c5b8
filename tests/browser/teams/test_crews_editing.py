"""The crew editor: keyboard alone, dragging, drafts, refusals, two people at once."""

import re
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.teams.managers import Account
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import Person, people


def test_a_crew_is_composed_by_keyboard_alone(manager: Account, team: TeamPages) -> None:
    persons = people(6)
    manager.enters(persons)
    women = [person for person in persons if person.gender == "F"]
    rowers, cox = [*women[:3], persons[1]], persons[3]
    team.open("/crews/new")
    keyboard = team.page.keyboard

    _tab_to(team.page, team.words("domain.boatClasses.COXED_QUAD"))
    keyboard.press("Enter")
    expect(team.seat(1)).to_be_focused()
    keyboard.press("Enter")
    for person in [*rowers, cox]:
        keyboard.type(person.last_name)
        keyboard.press("Enter")

    expect(team.seat(5)).to_be_focused()
    expect(team.seat(5)).to_contain_text(cox.name)
    keyboard.press("Home")
    expect(team.seat(1)).to_be_focused()
    keyboard.press("Alt+ArrowDown")
    expect(team.seat(2)).to_be_focused()
    expect(team.seat(2)).to_contain_text(rowers[0].name)
    expect(team.seat(1)).to_contain_text(rowers[1].name)
    keyboard.press("Delete")
    expect(team.seat(2)).to_contain_text(team.words("crew-editor.emptySeat"))
    keyboard.press("Enter")
    keyboard.type(rowers[0].first_name)
    keyboard.press("Enter")

    # the races are those of the boat as it is now
    team.settle()
    _tab_to(team.page, re.compile("MM4X\\+$"))
    keyboard.press("Space")
    team.told("crew-editor.next.save")
    _tab_to(team.page, team.words("crew-editor.save"))
    keyboard.press("Enter")
    team.page.wait_for_url(re.compile(r"/crews/0\w+$"))
    team.told("crews.complete")


def test_the_live_region_says_who_sits_where(manager: Account, team: TeamPages) -> None:
    person, *_ = persons = people(2)
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    team.seat(1).click()
    team.page.get_by_role("combobox").fill(person.last_name)
    team.page.keyboard.press("Enter")
    said = team.words(
        "crew-editor.said.seatedNext",
        name=person.name,
        seat=team.words("entries.seat.bow"),
        next=team.words("entries.seat.numbered", position=2),
    )
    expect(team.page.get_by_role("status").filter(has_text=said)).to_have_count(1)


def test_people_and_seats_can_be_dragged(manager: Account, team: TeamPages) -> None:
    one, other = persons = people(2)
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    team.drag(team.page.get_by_role("option", name=one.name), 2)
    expect(team.seat(2)).to_contain_text(one.name)
    team.drag(team.page.get_by_role("option", name=other.name), 4)
    expect(team.seat(4)).to_contain_text(other.name)
    team.drag(team.seat(2), 4)
    expect(team.seat(2)).to_contain_text(other.name)
    expect(team.seat(4)).to_contain_text(one.name)


def test_a_junior_among_masters_is_refused_where_he_sits_and_replaced(
    year: int, manager: Account, team: TeamPages
) -> None:
    persons = people(6)
    junior = persons[4] = persons[4].but(born=f"03/05/{year - 17}")
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    team.fill_seats([persons[0], persons[2], persons[1], junior])
    expect(team.seat(4)).to_contain_text(team.words("crew-editor.fault.JUNIOR_IN_MASTER"))
    expect(team.seat(1)).not_to_contain_text(team.words("crew-editor.fault.JUNIOR_IN_MASTER"))
    team.told("crew-editor.mend.JUNIOR_IN_MASTER")
    team.told("crew-editor.next.NONE")
    team.page.get_by_role("button", name=team.words("crew-editor.clear", name=junior.name)).click()
    team.seat(4).click()
    team.page.get_by_role("option", name=persons[3].name).click()
    team.choose_race("MM4X-")
    team.told("crew-editor.next.save")


def test_who_is_fourteen_may_cox_but_not_row(year: int, manager: Account, team: TeamPages) -> None:
    persons = people(2)
    child = persons[1] = persons[1].but(born=f"03/05/{year - 14}")
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("COXED_QUAD")
    team.seat(1).click()
    option = team.page.get_by_role("option", name=child.name)
    expect(option).to_have_attribute("aria-disabled", "true")
    expect(option).to_contain_text(team.words("crew-editor.fault.TOO_YOUNG_TO_ROW"))
    team.seat(5).click()
    expect(option).not_to_have_attribute("aria-disabled", "true")
    option.click()
    expect(team.seat(5)).to_contain_text(child.name)


def test_who_sits_elsewhere_can_not_be_chosen(manager: Account, team: TeamPages) -> None:
    persons = people(2)
    manager.enters(persons)
    manager.composes("SKIFF", persons[:1])
    team.open("/crews/new")
    team.choose_boat("QUAD")
    option = team.page.get_by_role("option", name=persons[0].name)
    expect(option).to_have_attribute("aria-disabled", "true")
    expect(option).to_contain_text(
        team.words("crew-editor.fault.seatedIn", crew=team.words("domain.boatClasses.SKIFF"))
    )


def test_why_a_race_is_not_allowed_is_said_with_its_figures(
    year: int, manager: Account, team: TeamPages
) -> None:
    persons = [people(1)[0].but(born=f"03/05/{year - 41}")]
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("SKIFF")
    team.fill_seats(persons)
    team.page.locator("summary").click()
    expect(team.page.locator("details li").filter(has_text="41").first).to_be_visible()


def test_a_draft_survives_a_reload_and_can_be_dropped(manager: Account, team: TeamPages) -> None:
    persons = people(3)
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("COXED_QUAD")
    team.fill_seats(persons[:2])
    team.page.reload()
    team.told("crew-editor.restored")
    expect(team.seat(2)).to_contain_text(persons[1].name)
    team.button("crew-editor.discard").click()
    expect(team.page.locator(".seat")).to_have_count(0)


def test_a_crew_is_saved_half_done_and_finished_later(manager: Account, team: TeamPages) -> None:
    persons = people(4)
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    team.fill_seats(persons[:2])
    team.told("crew-editor.next.SEATS", 2)
    team.save_crew(finished=False)
    team.told("domain.missing.SEATS")
    team.button("crews.finish").click()
    expect(team.seat(2)).to_contain_text(persons[1].name)
    expect(team.seat(3)).to_have_attribute("aria-current", "true")
    team.page.get_by_role("combobox").fill(persons[2].last_name)
    team.page.keyboard.press("Enter")
    team.page.get_by_role("combobox").fill(persons[3].last_name)
    team.page.keyboard.press("Enter")
    team.choose_race("MM4X-")
    team.save_crew()
    team.told("crews.complete")


def test_two_people_at_once_are_told_and_mine_can_be_put_over_theirs(
    manager: Account, team: TeamPages
) -> None:
    persons, crew = _crew_that_somebody_else_changes(manager, team)
    dialog = team.page.get_by_role("dialog")
    expect(dialog).to_contain_text(team.words("crew-editor.conflict.title"))
    row = dialog.get_by_role("row").filter(has_text=team.words("entries.seat.numbered", position=2))
    expect(row).to_contain_text(persons[3].name)
    expect(row).to_contain_text(persons[1].name)
    team.button("crew-editor.conflict.putMine").click()
    team.page.wait_for_url(f"**/crews/{crew['id']}")
    expect(team.page.get_by_role("cell", name=persons[1].name)).to_be_visible()
    expect(team.page.get_by_role("cell", name=persons[2].name)).to_be_visible()


def test_two_people_at_once_are_told_and_theirs_can_be_kept(manager: Account, team: TeamPages) -> None:
    persons, _ = _crew_that_somebody_else_changes(manager, team)
    team.page.keyboard.press("Escape")
    expect(team.seat(3)).to_contain_text(persons[2].name)
    team.button("crew-editor.saveUnfinished").click()
    team.button("crew-editor.conflict.takeTheirs").click()
    expect(team.seat(2)).to_contain_text(persons[3].name)
    expect(team.seat(3)).to_contain_text(team.words("crew-editor.emptySeat"))


def test_an_answer_to_an_older_question_is_dropped(manager: Account, team: TeamPages) -> None:
    persons = people(2)
    manager.enters(persons)
    team.open("/crews/new")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if _operation(route) == "Eligibility" and not held:
            held.append(route)
        else:
            route.continue_()

    team.choose_boat("SKIFF")
    verdict = team.page.locator(".verdict")
    expect(verdict).to_contain_text(team.words("crew-editor.noRower"))
    team.settle()
    team.page.route("**/graphql", hold)
    team.seat(1).click()
    with team.page.expect_request("**/graphql"):
        team.page.get_by_role("option", name=persons[0].name).click()
    team.page.get_by_role("button", name=team.words("crew-editor.clear", name=persons[0].name)).click()
    team.settle()
    assert len(held) == 1
    held[0].continue_()
    expect(verdict).to_contain_text(team.words("crew-editor.noRower"))


def test_a_crew_whose_answer_was_lost_is_found_and_not_saved_twice(manager: Account, team: TeamPages) -> None:
    persons = people(2)
    manager.enters(persons)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    team.fill_seats(persons)

    def lose_answer(route: Route) -> None:
        if _operation(route) == "CreateCrew":
            route.fetch()
            route.abort("internetdisconnected")
        else:
            route.continue_()

    team.page.route("**/graphql", lose_answer)
    team.save_crew(finished=False)
    expect(team.page.get_by_role("cell", name=persons[1].name)).to_be_visible()
    team.open("/crews")
    expect(team.page.get_by_role("article")).to_have_count(1)
    team.open("/crews/new")
    expect(team.page.locator(".seat")).to_have_count(0)


def test_nothing_is_said_of_a_boat_that_was_not_judged(manager: Account, team: TeamPages) -> None:
    persons = people(5)
    manager.enters(persons)
    team.open("/crews/new")
    team.page.route("**/graphql", _hold_judgements)
    team.choose_boat("QUAD")
    team.told("crew-editor.next.SEATS", 4)
    expect(team.button("crew-editor.saveUnfinished")).to_be_visible()
    team.fill_seats(persons[:4])
    team.told("crew-editor.next.JUDGING")
    team.page.unroute("**/graphql")
    team.button("crew-editor.changeBoat").click()
    team.choose_boat("COXED_QUAD")
    team.fill_seat(5, persons[4])
    team.choose_race("MM4X+")
    team.told("crew-editor.next.save")

    team.page.route("**/graphql", _hold_judgements)
    team.button("crew-editor.changeBoat").click()
    team.choose_boat("QUAD")
    expect(team.seat(4)).to_contain_text(persons[3].name)
    expect(team.page.get_by_role("radio")).to_have_count(0)


def test_dropped_changes_leave_no_trace(manager: Account, team: TeamPages) -> None:
    person, *_ = persons = people(1)
    manager.enters(persons)
    crew = manager.composes("SKIFF", [None])
    team.open(f"/crews/{crew['id']}/edit")
    team.button("crew-editor.changeBoat").click()
    team.choose_boat("COXED_QUAD")
    team.fill_seat(5, person)
    team.page.reload()
    team.told("crew-editor.restored")
    team.seat(5).focus()
    team.seat(5).click()
    team.button("crew-editor.discard").click()
    expect(team.seat(1)).to_be_focused()
    expect(team.seat(1)).to_have_attribute("tabindex", "0")
    team.fill_seat(1, person)
    expect(team.page.get_by_text(team.words("crew-editor.restored"))).to_have_count(0)


def _operation(route: Route) -> str:
    asked: Any = route.request.post_data_json
    return str(asked["operationName"])


def _hold_judgements(route: Route) -> None:
    """Leaves questions about the boat without an answer, as a slow network does for long."""
    if _operation(route) != "Eligibility":
        route.continue_()


def _crew_that_somebody_else_changes(manager: Account, team: TeamPages) -> tuple[list[Person], Any]:
    """Seat 3 is filled here while seat 2 changes elsewhere; saving it here was just refused."""
    persons = people(5)
    manager.enters(persons)
    crew = manager.composes("QUAD", [persons[0], persons[1]])
    team.open(f"/crews/{crew['id']}/edit")
    manager.recomposes(crew, "QUAD", [persons[0], persons[3]])
    team.seat(3).click()
    team.page.get_by_role("option", name=persons[2].name).click()
    team.button("crew-editor.saveUnfinished").click()
    expect(team.page.get_by_role("dialog")).to_be_visible()
    return persons, crew


def _tab_to(page: Page, name: "str | re.Pattern[str]", most: int = 60) -> None:
    """Presses Tab until the focus is on what has that text; arrows within a group of radios."""
    for _ in range(most):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        )
        if re.search(name if isinstance(name, re.Pattern) else re.escape(name), text):
            return
        if page.evaluate("() => document.activeElement.type") == "radio":
            page.keyboard.press("ArrowDown")
            text = page.evaluate("() => document.activeElement.labels[0].textContent.trim()")
            if isinstance(name, re.Pattern) and name.search(text):
                return
    raise AssertionError(f"the focus never came to {name}")
