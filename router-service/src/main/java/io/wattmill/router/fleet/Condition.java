// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A state, why, and since when.
 *
 * @param reason for a person; empty while serving
 * @param sinceUs epoch microseconds at which the state began
 */
public record Condition(NodeState state, String reason, long sinceUs) {
    private static final DateTimeFormatter HOUR_AND_MINUTE =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** For example {@code draining since 16:58 (operator)}, in UTC. */
    public String text() {
        Instant since = Instant.EPOCH.plus(sinceUs, ChronoUnit.MICROS);
        String head = state.name().toLowerCase(Locale.ROOT) + " since ";
        return head + HOUR_AND_MINUTE.format(since) + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
