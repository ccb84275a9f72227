// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** What the devices draw, against what the site may draw. */
final class PowerFigures {

    private final Scoreboard.Inputs inputs;
    private final FleetRows fleet;

    PowerFigures(Scoreboard.Inputs inputs, FleetRows fleet) {
        this.inputs = inputs;
        this.fleet = fleet;
    }

    Figure drawn() {
        return new Figure(
                fleet.watts(),
                "W",
                fleet.meters("device meters, newest report"),
                FleetRows.UNHEARD);
    }

    Figure budget() {
        long configured = inputs.requests().config().powerBudgetWatts();
        return configured > 0
                ? new Figure(
                        Optional.of(BigDecimal.valueOf(configured)),
                        "W",
                        new Figure.Basis(
                                "configuration, gateway.board.power-budget-watts",
                                Trust.MEASURED,
                                OptionalLong.of(0)),
                        "")
                : new Figure(
                        fleet.capWatts(),
                        "W",
                        fleet.meters("sum of the devices' power caps"),
                        "no device has told its power cap");
    }

    Figure share() {
        Figure budget = budget();
        return new Figure(
                Figure.ratio(fleet.watts(), budget.value()),
                "share of the budget",
                drawn().basis()
                        .and(
                                budget.basis(),
                                drawn().basis().source() + "; " + budget.basis().source()),
                budget.missing());
    }

    /** Where the last minute's line meets the budget; nothing is said of power that is steady. */
    Figure secondsToBudget() {
        Figure budget = budget();
        Optional<PowerTrend> trend = fleet.trend();
        String missing =
                trend.isEmpty()
                        ? "the fleet has not been heard for long enough"
                        : "power does not clearly rise towards it within an hour";
        return new Figure(
                budget.value().flatMap(w -> trend.flatMap(t -> t.secondsTo(w.doubleValue()))),
                "s",
                fleet.meters("straight line through the device meters of the last minute")
                        .and(
                                new Figure.Basis("", Trust.ESTIMATED, fleet.ageMs()),
                                "straight line through the device meters of the last minute; "
                                        + budget.basis().source()),
                budget.value().isEmpty() ? budget.missing() : missing);
    }
}
