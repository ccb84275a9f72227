// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.recording;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which requests of a recording are wanted.
 *
 * @param from earliest arrival
 * @param to first arrival that is too late
 * @param tenant one tenant's only, by pseudonym
 * @param model requests for one model only
 */
public record RecordingFilter(
        Instant from, Instant to, Optional<String> tenant, Optional<String> model) {

    /** Requests are filed by the day on which they ended; none runs longer than a day. */
    boolean mayBeIn(LocalDate day) {
        LocalDate first = from.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate last = to.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
        return !day.isBefore(first) && !day.isAfter(last);
    }

    /** Whether the request on this line is wanted. */
    boolean wants(JsonNode line) {
        Instant arrival = Instant.EPOCH.plus(line.path("arrival_us").asLong(), ChronoUnit.MICROS);
        return !arrival.isBefore(from)
                && arrival.isBefore(to)
                && is(tenant, line.path("tenant"))
                && is(model, line.path("model"));
    }

    private static boolean is(Optional<String> wanted, JsonNode found) {
        return wanted.map(text -> text.equals(found.asText())).orElse(true);
    }
}
