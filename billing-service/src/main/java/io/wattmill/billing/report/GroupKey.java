// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What results may be grouped by. The first ones are kept of everything that we serve. */
public enum GroupKey {
    PROJECT_ID,
    USER_ID,
    API_KEY_ID,
    MODEL,
    BATCH,
    SERVICE_TIER,
    API_SOURCE,
    LINE_ITEM,
    SIZE,
    SOURCE,
    CONTEXT_LEVEL,
    VECTOR_STORE_ID;

    /** What a row of an answer of ours can say. */
    public static final Set<GroupKey> SERVED = EnumSet.range(PROJECT_ID, LINE_ITEM);

    /** The name in a query and in a result. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<GroupKey> of(String wire) {
        return Arrays.stream(values()).filter(key -> key.wire().equals(wire)).findFirst();
    }
}
