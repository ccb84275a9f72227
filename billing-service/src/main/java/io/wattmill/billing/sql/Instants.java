// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** Epoch microseconds to and from {@code timestamptz}, whose resolution they share. */
public final class Instants {

    private Instants() {}

    /** What PostgreSQL stores. */
    public static OffsetDateTime at(long epochUs) {
        return Instant.EPOCH.plus(epochUs, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** What PostgreSQL stores of an instant that may be absent. */
    public static @Nullable OffsetDateTime maybeAt(OptionalLong epochUs) {
        return epochUs.isEmpty() ? null : at(epochUs.getAsLong());
    }

    /** Epoch microseconds of what PostgreSQL gave. */
    public static long us(OffsetDateTime at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant());
    }
}
