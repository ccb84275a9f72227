// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.admission.TierConfig;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How the streams of a tier met their objectives.
 *
 * @param objectives what they should meet, and which share of them
 * @param streams what they met, over the last hour
 */
public record TierSlo(TierConfig objectives, MinuteTally.Sum streams) {

    private static final long PPM = 1_000_000;

    long missed() {
        return streams.all() - streams.good();
    }

    Optional<BigDecimal> attainment() {
        return Figure.ratio(streams.good(), streams.all());
    }

    /**
     * 1 - missed / (all * (1 - objective)): the share of the allowed misses that is left. Below 0
     * when more were missed than allowed; empty without streams. Source: Google, "The Site
     * Reliability Workbook", chapter 2, error budgets.
     */
    Optional<BigDecimal> budgetLeft() {
        long allowedPpm = PPM - objectives.sloObjectivePpm();
        return Figure.ratio(
                        BigDecimal.valueOf(missed()).scaleByPowerOfTen(6),
                        BigDecimal.valueOf(streams.all()).multiply(BigDecimal.valueOf(allowedPpm)))
                .map(BigDecimal.ONE::subtract);
    }

    ObjectNode json(String tier) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("tier", name(tier))
                .put("ttft_target_ms", objectives.sloTtft().toMillis())
                .put("tpot_target_ms", objectives.sloTpot().toMillis())
                .put("objective", objective())
                .put("streams", streams.all())
                .put("missed", missed());
        Figure.put(node, "attainment", attainment());
        Figure.put(node, "budget_left", budgetLeft());
        return node;
    }

    BigDecimal objective() {
        return Figure.plain(BigDecimal.valueOf(objectives.sloObjectivePpm(), 6));
    }

    static String name(String tier) {
        return tier.isEmpty() ? "default" : tier;
    }
}
