// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Puts the factory's figures together from what was heard last. */
public final class Scoreboard {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final long ROUTER_SILENCE_US = 5_000_000;

    private final Inputs inputs;
    private final Books books;
    private final FleetRows fleet;

    /**
     * What the board is made of.
     *
     * @param nowUs epoch microseconds
     * @param currency of the rate card in use
     * @param electricityPerKwh of the rate card; empty while there is none
     * @param fleet the router's snapshots
     * @param events what changed in the fleet, oldest first
     * @param books billing's counters
     * @param requests how this gateway served
     * @param inFlight requests in flight here
     * @param unsettled closed requests here that the ledger has not confirmed
     */
    public record Inputs(
            long nowUs,
            String currency,
            Optional<BigDecimal> electricityPerKwh,
            History<FleetSnapshot> fleet,
            List<FleetEvent> events,
            History<UsageCounters> books,
            RequestBoard.Shown requests,
            int inFlight,
            int unsettled) {}

    private Scoreboard(Inputs inputs) {
        this.inputs = inputs;
        this.books = new Books(inputs.books(), FactoryFigures.WINDOW_US, inputs.nowUs());
        this.fleet = new FleetRows(inputs.fleet(), inputs.nowUs());
    }

    /** The board as JSON; every figure says what it rests on and how old that is. */
    public static ObjectNode of(Inputs inputs) {
        return new Scoreboard(inputs).board();
    }

    private ObjectNode board() {
        FactoryFigures figures = new FactoryFigures(inputs, books, fleet);
        UsageRows usage =
                new UsageRows(books, inputs.requests(), fleet, new ServedModels(inputs.fleet()));
        ObjectNode board = NODES.objectNode();
        board.put("object", "factory")
                .put("taken_at_us", inputs.nowUs())
                .put("currency", inputs.currency());
        board.set("figures", figures.json());
        board.set("utilization", new Utilization(books, fleet).json());
        board.set("energy", energy());
        board.set("models", usage.models());
        board.set("projects", usage.projects());
        board.set("columns", usage.columns(inputs.currency()));
        board.set("outcomes", new OutcomeRows(books, inputs.currency()).json());
        board.set("nodes", fleet.json());
        board.set("events", events());
        board.set("slo", slo());
        board.set("gateway", gateway());
        board.set("ledger", ledger());
        board.set("services", services());
        return board;
    }

    private ObjectNode energy() {
        ObjectNode node = NODES.objectNode().put("unit", "J");
        fleet.meters("billing, metered and attributed since the ledger began")
                .and(
                        books.total(),
                        "billing, metered and attributed since the ledger began; host and facility"
                                + " by the rate card's factors")
                .into(node);
        Optional<EnergyTotals> totals = books.counters().map(UsageCounters::getEnergy);
        joules(node, "metered", totals.map(EnergyTotals::getMeteredUj));
        joules(node, "prefill", totals.map(EnergyTotals::getPrefillUj));
        joules(node, "decode", totals.map(EnergyTotals::getDecodeUj));
        joules(node, "idle", totals.map(EnergyTotals::getIdleShareUj));
        joules(node, "empty", totals.map(EnergyTotals::getEmptyUj));
        joules(node, "unattributed", totals.map(EnergyTotals::getUnattributedUj));
        joules(node, "pending", totals.map(EnergyTotals::getPendingUj));
        joules(node, "host", totals.map(EnergyTotals::getHostUj));
        joules(node, "facility", totals.map(EnergyTotals::getFacilityUj));
        return node;
    }

    private static void joules(ObjectNode node, String name, Optional<Long> uj) {
        Figure.put(node, name, uj.map(known -> BigDecimal.valueOf(known, 6)));
    }

    /** Newest first: the first line is what changed last. */
    private ArrayNode events() {
        ArrayNode array = NODES.arrayNode();
        for (FleetEvent event : inputs.events().reversed()) {
            array.addObject()
                    .put("at_us", event.getOccurredAtUs())
                    .put("node_id", event.getNodeId())
                    .put("from", FleetRows.state(event.getFrom()))
                    .put("to", FleetRows.state(event.getTo()))
                    .put("code", event.getCode())
                    .put("subject", event.getSubject())
                    .put("reason", event.getReason());
        }
        return array;
    }

    private ObjectNode slo() {
        ObjectNode node = NODES.objectNode();
        node.put(
                        "source",
                        "this gateway: times of the last 5 minutes, streams by tier of the last"
                                + " hour")
                .put("trust", Trust.MEASURED.text())
                .put("age_ms", 0);
        node.put("ttft_target_ms", inputs.requests().config().sloTtft().toMillis())
                .put("tpot_target_ms", inputs.requests().config().sloTpot().toMillis());
        ObjectNode ttft = node.putObject("ttft_ms");
        inputs.requests().ttft().forEach((name, l) -> ttft.set(name, UsageRows.percentiles(l)));
        ObjectNode tpot = node.putObject("tpot_ms");
        inputs.requests().tpot().forEach((name, l) -> tpot.set(name, UsageRows.percentiles(l)));
        ArrayNode tiers = node.putArray("tiers");
        inputs.requests().tiers().forEach((name, tier) -> tiers.add(tier.json(name)));
        return node;
    }

    /** Who gives signs of life. */
    private ObjectNode services() {
        ObjectNode node = NODES.objectNode();
        books.total()
                .and(
                        fleet.meters("").trusted(Trust.MEASURED),
                        "gateways: billing, by their settlement; routers: their snapshots of the"
                                + " last 5 s, as heard here")
                .into(node);
        Optional<UsageCounters> counters = books.counters();
        Figure.put(node, "gateways", counters.map(c -> BigDecimal.valueOf(c.getGateways())));
        Figure.put(
                node,
                "silent_gateways",
                counters.map(c -> BigDecimal.valueOf(c.getSilentGateways())));
        return node.put("routers", fleet.routers(ROUTER_SILENCE_US));
    }

    /** What a person must look at: what was charged nothing, and what could not be booked. */
    private ObjectNode ledger() {
        ObjectNode node = NODES.objectNode();
        books.total().into(node);
        Optional<UsageCounters> counters = books.counters();
        count(node, "settled", counters.map(UsageCounters::getSettledRequests));
        count(node, "refused", counters.map(UsageCounters::getRejectedRequests));
        count(
                node,
                "unpriced",
                counters.map(_ -> books.models().stream().mapToLong(UsageRow::getUnpriced).sum()));
        ArrayNode models = node.putArray("unpriced_models");
        books.models().stream()
                .filter(row -> row.getUnpriced() > 0)
                .forEach(row -> models.add(row.getName()));
        return node;
    }

    private static void count(ObjectNode node, String name, Optional<Long> requests) {
        Figure.put(node, name, requests.map(BigDecimal::valueOf));
    }

    private ObjectNode gateway() {
        return NODES.objectNode()
                .put("source", "this gateway")
                .put("trust", Trust.MEASURED.text())
                .put("age_ms", 0)
                .put("in_flight", inputs.inFlight())
                .put("unsettled", inputs.unsettled());
    }
}
