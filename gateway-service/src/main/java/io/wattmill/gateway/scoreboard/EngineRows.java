// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.EnergyFit;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.KvHearing;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The engines of a node: how long their callers waited by the engines' own histograms, which joules
 * are booked for a token, and what the agent has learned of them.
 */
final class EngineRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MILLI = 3;
    private static final int MICRO = 6;

    private EngineRows() {}

    /** None of a node that is down: what it said last is not how it is. */
    static ArrayNode of(NodeView node) {
        ArrayNode rows = NODES.arrayNode();
        if (node.getState() != NodeState.NODE_STATE_DOWN) {
            node.getEnginesList().forEach(engine -> rows.add(row(engine)));
        }
        return rows;
    }

    private static ObjectNode row(EngineView engine) {
        EngineState state = engine.getState();
        ObjectNode row = NODES.objectNode().put("engine_id", engine.getEngineId());
        ArrayNode models = row.putArray("models");
        engine.getModelsList().forEach(model -> models.add(model.getModel()));
        row.put("in_flight", engine.getInFlight());
        row.put("role", role(engine));
        Figure.put(row, "slow_start_share", known(engine.getSharePpm(), MICRO));
        row.put("ejected_until_us", engine.getEjectedUntilUs());
        Figure.put(row, "clock_share", known(engine.getClockPpm(), MICRO));
        row.put("slowed_by", engine.getSlowedBy());
        Figure.put(row, "device_cap_watts", known(engine.getDeviceCapMw(), MILLI));
        times(
                row.putObject("ttft_ms"),
                ms(state.hasTtftP50Us(), state.getTtftP50Us()),
                ms(state.hasTtftP99Us(), state.getTtftP99Us()));
        times(
                row.putObject("tpot_ms"),
                ms(state.hasTpotP50Us(), state.getTpotP50Us()),
                ms(state.hasTpotP99Us(), state.getTpotP99Us()));
        Figure.put(
                row,
                "tokens_per_joule",
                known(state.getFit().getOutputTokensPerMegajoule(), MICRO));
        row.set("prediction", PredictionRows.of(engine));
        row.set("kv_events", kvEvents(engine.getKvHearing()));
        row.set("energy", energy(state.getCoefficients()));
        row.set("learned", state.hasFit() ? learned(state.getFit()) : NODES.nullNode());
        return row;
    }

    /** Null from a router that does not say. */
    private static JsonNode kvEvents(KvHearing heard) {
        KvHearing.State state = heard.getState();
        if (state == KvHearing.State.STATE_UNSPECIFIED || state == KvHearing.State.UNRECOGNIZED) {
            return NODES.nullNode();
        }
        String word = state.name().substring("STATE_".length()).toLowerCase(Locale.ROOT);
        return NODES.objectNode()
                .put("state", word)
                .put("because", heard.getBecause())
                .put("blocks", heard.getBlocks())
                .put("requests", heard.getRequests())
                .put("expected_tokens", heard.getExpectedTokens())
                .put("reported_tokens", heard.getReportedTokens())
                .put("missed_tokens", heard.getMissedTokens())
                .put("surplus_tokens", heard.getSurplusTokens());
    }

    private static String role(EngineView engine) {
        return switch (engine.getRole()) {
            case ENGINE_ROLE_PREFILL -> "prefill";
            case ENGINE_ROLE_DECODE -> "decode";
            case ENGINE_ROLE_BOTH, ENGINE_ROLE_UNSPECIFIED, UNRECOGNIZED -> "both";
        };
    }

    private static void times(
            ObjectNode times, Optional<BigDecimal> median, Optional<BigDecimal> longest) {
        Figure.put(times, "p50", median);
        Figure.put(times, "p99", longest);
    }

    private static Optional<BigDecimal> ms(boolean told, long us) {
        return Optional.of(BigDecimal.valueOf(us, MILLI)).filter(_ -> told);
    }

    /** What requests are placed and billed by; null where nobody can know the joules. */
    private static JsonNode energy(EnergyCoefficients used) {
        boolean metered = used.getPrefillUjPerToken() > 0 || used.getDecodeUjPerToken() > 0;
        if (!metered) {
            return NODES.nullNode();
        }
        ObjectNode node = coefficients(used).put("method", used.getMethod());
        put(node, "base_watts", used.getBasePowerMw(), MILLI);
        return node;
    }

    /** What is used, or would be if it were better than the router's. */
    private static ObjectNode learned(EnergyFit fit) {
        ObjectNode node = coefficients(fit.getCoefficients()).put("used", fit.getTold());
        put(node, "prefill_error", fit.getPrefillErrorUj(), MICRO);
        put(node, "decode_error", fit.getDecodeErrorUj(), MICRO);
        Figure.put(node, "prior_error", known(fit.getPriorRelativeErrorPpm(), MICRO));
        return node.put("batch", fit.getBatch());
    }

    private static ObjectNode coefficients(EnergyCoefficients told) {
        ObjectNode node = NODES.objectNode();
        put(node, "prefill_joules_per_token", told.getPrefillUjPerToken(), MICRO);
        put(node, "decode_joules_per_token", told.getDecodeUjPerToken(), MICRO);
        Figure.put(node, "error", known(told.getRelativeErrorPpm(), MICRO));
        return node;
    }

    private static void put(ObjectNode node, String name, long units, int scale) {
        node.put(name, Figure.plain(BigDecimal.valueOf(units, scale)));
    }

    /** 0 says that nobody knows. */
    private static Optional<BigDecimal> known(long units, int scale) {
        return Optional.of(BigDecimal.valueOf(units, scale)).filter(number -> number.signum() > 0);
    }
}
