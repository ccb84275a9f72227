// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

/** Widths of usage buckets with how many of them a page holds: OpenAI's organization usage API. */
public enum BucketWidth {
    MINUTE("1m", 60, 60, 1_440),
    HOUR("1h", 3_600, 24, 168),
    DAY("1d", 86_400, 7, 31);

    private final String wire;
    private final long seconds;
    private final int defaultLimit;
    private final int maxLimit;

    BucketWidth(String wire, long seconds, int defaultLimit, int maxLimit) {
        this.wire = wire;
        this.seconds = seconds;
        this.defaultLimit = defaultLimit;
        this.maxLimit = maxLimit;
    }

    public String wire() {
        return wire;
    }

    public long seconds() {
        return seconds;
    }

    public int defaultLimit() {
        return defaultLimit;
    }

    public int maxLimit() {
        return maxLimit;
    }
}
