// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The figures that matter for a factory of tokens, each with what it rests on. */
final class FactoryFigures {

    /** Rates are over this long. */
    static final long WINDOW_US = 60_000_000L;

    private final Scoreboard.Inputs inputs;
    private final Books books;
    private final FleetRows fleet;

    FactoryFigures(Scoreboard.Inputs inputs, Books books, FleetRows fleet) {
        this.inputs = inputs;
        this.books = books;
        this.fleet = fleet;
    }

    ObjectNode json() {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        PowerFigures power = new PowerFigures(inputs, fleet);
        putTokens(figures, new TokenFigures(inputs, books, fleet, power));
        putCosts(figures, new CostFigures(books, fleet, inputs.currency()));
        putPower(figures, power);
        putService(figures, new ServiceFigures(inputs.requests()));
        putOutcomes(figures, new OutcomeRows(books, inputs.currency()));
        return figures;
    }

    private static void putTokens(ObjectNode figures, TokenFigures tokens) {
        figures.set("tokens_per_second", tokens.tokensPerSecond().json());
        figures.set("requests_per_second", tokens.requestsPerSecond().json());
        figures.set("tokens_per_joule", tokens.tokensPerJoule().json());
        figures.set("tokens_per_second_per_provisioned_mw", tokens.perProvisionedMw().json());
        figures.set("tokens_per_second_per_measured_mw", tokens.perMeasuredMw().json());
        figures.set("charged_per_mtok", tokens.chargedPerMtok().json());
        figures.set("energy_cost_per_mtok", tokens.energyCostPerMtok().json());
    }

    private static void putCosts(ObjectNode figures, CostFigures cost) {
        figures.set("cost_per_mtok", cost.costPerMtok().json());
        figures.set("served_cost_per_mtok", cost.servedCostPerMtok().json());
        figures.set("margin", cost.margin().json());
    }

    private static void putPower(ObjectNode figures, PowerFigures power) {
        figures.set("power", power.drawn().json());
        figures.set("power_budget", power.budget().json());
        figures.set("power_share", power.share().json());
        figures.set("seconds_to_power_budget", power.secondsToBudget().json());
    }

    private static void putService(ObjectNode figures, ServiceFigures service) {
        figures.set("slo_attainment", service.sloAttainment().json());
        figures.set("slo_budget_left", service.sloBudgetLeft().json());
        figures.set("uptime", service.uptime().json());
    }

    private void putOutcomes(ObjectNode figures, OutcomeRows outcomes) {
        figures.set("charged_per_success", outcomes.chargedPerSuccess().json());
        figures.set("energy_cost_per_success", onMeters(outcomes.energyCostPerSuccess()).json());
        figures.set("cost_per_success", onMeters(outcomes.costPerSuccess()).json());
        figures.set("joules_per_success", onMeters(outcomes.joulesPerSuccess()).json());
        figures.set("seconds_per_success", outcomes.secondsPerSuccess().json());
    }

    /** Billing does not know whose meters were emulated; the fleet does. */
    private Figure onMeters(Figure figure) {
        return new Figure(
                figure.value(),
                figure.unit(),
                figure.basis().and(fleet.meters(""), figure.basis().source()),
                figure.missing());
    }
}
