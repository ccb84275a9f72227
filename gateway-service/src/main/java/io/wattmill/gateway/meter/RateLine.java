// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.ledger.v1.PriceLine;
import io.wattmill.contract.ledger.v1.PriceMeter;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** One line of the rate card, by the rules that ledger.proto states beside {@code PriceLine}. */
public record RateLine(PriceLine line, BigDecimal perMtok) {

    /** The more special line first. */
    static final Comparator<RateLine> SPECIAL_FIRST =
            Comparator.comparing((RateLine rate) -> rate.line.getProjectId().isEmpty())
                    .thenComparing(rate -> rate.line.getOrganizationId().isEmpty())
                    .thenComparing(rate -> rate.line.getTier().isEmpty())
                    .thenComparing(rate -> rate.line.getWeekdays() == 0)
                    .thenComparing(rate -> -rate.line.getAboveInputTokens());

    /** Parses a line; {@link NumberFormatException} when its price is no decimal. */
    static RateLine of(PriceLine line) {
        return new RateLine(line, new BigDecimal(line.getPerMtok()));
    }

    PriceMeter meter() {
        return line.getMeter();
    }

    /** Whether it is for a request. */
    boolean holds(Situation situation, long inputTokens) {
        long above = line.getAboveInputTokens();
        return (above == 0 || inputTokens > above)
                && isFor(line.getTier(), situation.tier())
                && isFor(line.getProjectId(), situation.projectId())
                && isFor(line.getOrganizationId(), situation.organizationId())
                && (line.getWeekdays() == 0 || isInTime(situation.atUs()));
    }

    private static boolean isFor(String condition, String actual) {
        return condition.isEmpty() || condition.equals(actual);
    }

    private boolean isInTime(long atUs) {
        OffsetDateTime at = Instant.EPOCH.plus(atUs, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        int day = at.getDayOfWeek().getValue() - 1;
        return (line.getWeekdays() >> day & 1) == 1
                && isInMinutes(at.getHour() * 60 + at.getMinute());
    }

    private boolean isInMinutes(int minute) {
        int from = line.getFromMinute();
        int to = line.getToMinute();
        return from < to ? minute >= from && minute < to : minute >= from || minute < to;
    }
}
