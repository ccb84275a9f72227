// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.replay.report.AnswerUsage;
import io.wattmill.twin.replay.report.Energy;
import io.wattmill.twin.replay.report.Money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The {@code usage} object, with Wattmill's part of it where the server is one. */
final class UsageParser {

    private static final int MICRO_DIGITS = 6;
    private static final int MAX_DECIMAL_DIGITS = 30;

    private UsageParser() {}

    static AnswerUsage parse(JsonNode usage) {
        JsonNode wattmill = usage.path("wattmill");
        return new AnswerUsage(
                count(usage.path("prompt_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                count(usage.path("completion_tokens")),
                energy(wattmill),
                cost(wattmill));
    }

    private static long count(JsonNode node) {
        return node.canConvertToLong() ? Math.max(0, node.longValue()) : 0;
    }

    private static Optional<Energy> energy(JsonNode wattmill) {
        String method = wattmill.path("energy_method").asText("");
        String shown = method.matches("[a-z_]{1,32}") ? method : "unnamed";
        return decimal(wattmill.path("energy_joules"))
                .map(joules -> new Energy(microjoules(joules), shown));
    }

    private static long microjoules(BigDecimal joules) {
        return joules.movePointRight(MICRO_DIGITS).setScale(0, RoundingMode.HALF_EVEN).longValue();
    }

    private static Optional<Money> cost(JsonNode wattmill) {
        String currency = wattmill.path("currency").asText("");
        return currency.matches("[A-Z]{3}")
                ? decimal(wattmill.path("cost")).map(amount -> new Money(currency, amount))
                : Optional.empty();
    }

    /** A number that is not below zero and not absurdly long, as it is written. */
    private static Optional<BigDecimal> decimal(JsonNode node) {
        return node.isNumber()
                ? Optional.of(node.decimalValue()).filter(UsageParser::isReasonable)
                : Optional.empty();
    }

    private static boolean isReasonable(BigDecimal value) {
        return value.signum() >= 0
                && value.precision() <= MAX_DECIMAL_DIGITS
                && Math.abs(value.scale()) <= MAX_DECIMAL_DIGITS
                && value.precision() - value.scale() <= MICRO_DIGITS * 2;
    }
}
