// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How finely time is cut, in UTC. */
public enum Bucket {
    HOUR(3_600_000_000L),
    DAY(86_400_000_000L),
    /** The whole period as one. */
    ALL(0);

    private final long us;

    Bucket(long us) {
        this.us = us;
    }

    /** When the bucket ends that begins at {@code startUs}; the last one ends with the period. */
    public long endUs(long startUs, long toUs) {
        return this == ALL ? toUs : Math.min(toUs, Math.floorDiv(startUs, us) * us + us);
    }

    /** The name in a question. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bucket with this name. */
    public static Optional<Bucket> of(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }

    /** Every name. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Bucket::wire).toList();
    }
}
