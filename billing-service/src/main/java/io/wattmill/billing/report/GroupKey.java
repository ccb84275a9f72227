// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What results may be grouped by. */
public enum GroupKey {
    PROJECT_ID,
    USER_ID,
    API_KEY_ID,
    MODEL,
    BATCH,
    SERVICE_TIER,
    LINE_ITEM;

    /** What usage may be grouped by. */
    public static final Set<GroupKey> OF_USAGE =
            EnumSet.of(PROJECT_ID, USER_ID, API_KEY_ID, MODEL, BATCH, SERVICE_TIER);

    /** What costs may be grouped by. */
    public static final Set<GroupKey> OF_COSTS = EnumSet.of(PROJECT_ID, LINE_ITEM, API_KEY_ID);

    /** The name in a query and in a result. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Optional<GroupKey> of(String wire) {
        return Arrays.stream(values()).filter(key -> key.wire().equals(wire)).findFirst();
    }
}
