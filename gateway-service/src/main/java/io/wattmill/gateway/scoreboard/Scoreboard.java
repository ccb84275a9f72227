// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts the factory's figures together from what was heard last. */
public final class Scoreboard {

    private static final long MINUTE_US = 60_000_000L;
    private static final String LEDGER = "ledger, settled requests";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Inputs inputs;
    private final Optional<History.Pair<UsageCounters>> usage;
    private final Optional<UsageCounters> newest;
    private final FleetRows fleet;

    /**
     * What the board is made of.
     *
     * @param nowUs epoch microseconds
     * @param currency of the rate card in use
     * @param fleet the router's snapshots
     * @param books billing's counters
     * @param latencies first-token times seen here
     * @param inFlight requests in flight here
     * @param unsettled closed requests here that the ledger has not confirmed
     */
    public record Inputs(
            long nowUs,
            String currency,
            History<FleetSnapshot> fleet,
            History<UsageCounters> books,
            Map<String, LatencyBoard.Percentiles> latencies,
            int inFlight,
            int unsettled) {}

    private Scoreboard(Inputs inputs) {
        this.inputs = inputs;
        this.usage = inputs.books().pair(MINUTE_US);
        this.newest = inputs.books().newest().map(History.Sample::value);
        this.fleet = new FleetRows(inputs.fleet(), inputs.nowUs());
    }

    /** The board as JSON; every figure says what it rests on and how old that is. */
    public static ObjectNode of(Inputs inputs) {
        return new Scoreboard(inputs).board();
    }

    private ObjectNode board() {
        ObjectNode board = NODES.objectNode();
        board.put("object", "factory")
                .put("taken_at_us", inputs.nowUs())
                .put("currency", inputs.currency());
        board.set("figures", figures());
        board.set("energy", energy());
        board.set(
                "models", rows(newest.map(UsageCounters::getByModelList).orElse(List.of()), true));
        board.set(
                "projects",
                rows(newest.map(UsageCounters::getByProjectList).orElse(List.of()), false));
        board.set("nodes", fleet.json());
        board.set("slo", slo());
        board.set("gateway", gateway());
        return board;
    }

    private ObjectNode figures() {
        ObjectNode figures = NODES.objectNode();
        figures.set("tokens_per_second", minute("output tokens/s", tokensPerSecond()).json());
        figures.set("tokens_per_joule", tokensPerJoule().json());
        figures.set("charged_per_mtok", chargedPerMtok().json());
        figures.set("requests_per_second", minute("requests/s", requestsPerSecond()).json());
        figures.set("power", fleet.power().json());
        figures.set("power_cap", fleet.powerCap().json());
        return figures;
    }

    private Figure minute(String unit, Optional<BigDecimal> value) {
        String window =
                usage.map(pair -> ", last " + pair.lengthUs() / 1_000_000 + " s").orElse("");
        return new Figure(value, unit, LEDGER + window, booksAgeMs());
    }

    private long booksAgeMs() {
        return inputs.books()
                .newest()
                .map(sample -> (inputs.nowUs() - sample.atUs()) / 1_000)
                .orElse(0L);
    }

    private Optional<BigDecimal> tokensPerSecond() {
        return usage.flatMap(pair -> perSecond(output(pair), pair.lengthUs()));
    }

    private Optional<BigDecimal> requestsPerSecond() {
        return usage.flatMap(
                pair ->
                        perSecond(
                                pair.to().value().getSettledRequests()
                                        - pair.from().value().getSettledRequests(),
                                pair.lengthUs()));
    }

    private static Optional<BigDecimal> perSecond(long count, long lengthUs) {
        return Figure.ratio(
                BigDecimal.valueOf(count).scaleByPowerOfTen(6), BigDecimal.valueOf(lengthUs));
    }

    private static long output(History.Pair<UsageCounters> pair) {
        return output(pair.to().value()) - output(pair.from().value());
    }

    private static long output(UsageCounters counters) {
        return counters.getByModelList().stream()
                .mapToLong(row -> row.getTokens().getOutput())
                .sum();
    }

    /** Settled output tokens of the last minute over what the devices drew in the same time. */
    private Figure tokensPerJoule() {
        Optional<BigDecimal> watts = fleet.meanWatts(MINUTE_US);
        Optional<BigDecimal> value =
                tokensPerSecond().flatMap(rate -> watts.flatMap(mean -> Figure.ratio(rate, mean)));
        return new Figure(
                value,
                "output tokens/J",
                LEDGER + ", over the device meters, last minute",
                Math.max(booksAgeMs(), fleet.ageMs()));
    }

    private Figure chargedPerMtok() {
        Optional<BigDecimal> value =
                newest.flatMap(books -> chargedPerMtok(books.getByModelList()));
        return new Figure(
                value,
                inputs.currency() + "/1,000,000 tokens",
                "ledger, since it began",
                booksAgeMs());
    }

    /** Nano over tokens, times 1e6 tokens over 1e9 nano. */
    private static Optional<BigDecimal> chargedPerMtok(List<UsageRow> rows) {
        long nano = rows.stream().mapToLong(UsageRow::getChargedNano).sum();
        long tokens = rows.stream().mapToLong(Scoreboard::tokens).sum();
        return Figure.ratio(BigDecimal.valueOf(nano, 3), BigDecimal.valueOf(tokens));
    }

    private static long tokens(UsageRow row) {
        return row.getTokens().getInputUncached()
                + row.getTokens().getCacheRead()
                + row.getTokens().getCacheWrite()
                + row.getTokens().getOutput();
    }

    private ObjectNode energy() {
        EnergyTotals totals =
                newest.map(UsageCounters::getEnergy).orElse(EnergyTotals.getDefaultInstance());
        ObjectNode node = NODES.objectNode();
        node.put("unit", "J")
                .put("source", "billing, metered and attributed since the ledger began");
        node.put("age_ms", booksAgeMs());
        joules(node, "metered", totals.getMeteredUj());
        joules(node, "prefill", totals.getPrefillUj());
        joules(node, "decode", totals.getDecodeUj());
        joules(node, "idle", totals.getIdleShareUj());
        joules(node, "empty", totals.getEmptyUj());
        joules(node, "unattributed", totals.getUnattributedUj());
        joules(node, "pending", totals.getPendingUj());
        joules(node, "host", totals.getHostUj());
        joules(node, "facility", totals.getFacilityUj());
        return node;
    }

    private static void joules(ObjectNode node, String name, long uj) {
        node.put(name, Figure.plain(BigDecimal.valueOf(uj, 6)));
    }

    private ArrayNode rows(List<UsageRow> rows, boolean withLatency) {
        ArrayNode array = NODES.arrayNode();
        rows.forEach(row -> array.add(row(row, withLatency)));
        return array;
    }

    private ObjectNode row(UsageRow row, boolean withLatency) {
        ObjectNode node = NODES.objectNode();
        node.put("name", row.getName())
                .put("requests", row.getRequests())
                .put("completed", row.getCompleted());
        node.put(
                "input_tokens",
                row.getTokens().getInputUncached() + row.getTokens().getCacheRead());
        node.put("cached_tokens", row.getTokens().getCacheRead());
        node.put("output_tokens", row.getTokens().getOutput())
                .put("waste_tokens", row.getWasteTokens());
        node.put("charged", Figure.plain(BigDecimal.valueOf(row.getChargedNano(), 9)));
        chargedPerMtok(List.of(row))
                .ifPresentOrElse(
                        price -> node.put("charged_per_mtok", Figure.plain(price)),
                        () -> node.putNull("charged_per_mtok"));
        LatencyBoard.Percentiles latency = inputs.latencies().get(row.getName());
        if (withLatency && latency != null) {
            node.set("ttft_ms", percentiles(latency));
        }
        return node;
    }

    private ObjectNode slo() {
        ObjectNode node = NODES.objectNode();
        node.put("source", "this gateway, streamed requests of the last 5 minutes")
                .put("age_ms", 0);
        ObjectNode models = node.putObject("ttft_ms");
        inputs.latencies().forEach((model, latency) -> models.set(model, percentiles(latency)));
        return node;
    }

    private static ObjectNode percentiles(LatencyBoard.Percentiles latency) {
        ObjectNode node = NODES.objectNode();
        milliseconds(node, "p50", latency.p50());
        milliseconds(node, "p90", latency.p90());
        milliseconds(node, "p99", latency.p99());
        return node.put("requests", latency.requests());
    }

    private static void milliseconds(ObjectNode node, String name, OptionalLong us) {
        if (us.isPresent()) {
            node.put(name, Figure.plain(BigDecimal.valueOf(us.getAsLong(), 3)));
        } else {
            node.putNull(name);
        }
    }

    private ObjectNode gateway() {
        return NODES.objectNode()
                .put("source", "this gateway")
                .put("age_ms", 0)
                .put("in_flight", inputs.inFlight())
                .put("unsettled", inputs.unsettled());
    }
}
