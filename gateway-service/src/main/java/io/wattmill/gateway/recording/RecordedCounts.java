// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

/**
 * What a recording holds.
 *
 * @param requests lines of requests
 * @param dropped requests that ended and were not written down
 * @param fromUs earliest arrival, epoch microseconds; 0 without requests
 * @param toUs latest arrival; 0 without requests
 */
public record RecordedCounts(long requests, long dropped, long fromUs, long toUs) {

    /** Nothing. */
    public static final RecordedCounts NONE = new RecordedCounts(0, 0, 0, 0);

    /** One request that arrived then. */
    public static RecordedCounts one(long arrivedAtUs) {
        return new RecordedCounts(1, 0, arrivedAtUs, arrivedAtUs);
    }

    /** Requests that were not written down. */
    public static RecordedCounts lost(long dropped) {
        return new RecordedCounts(0, dropped, 0, 0);
    }

    /** Both together. */
    public RecordedCounts plus(RecordedCounts other) {
        return new RecordedCounts(
                requests + other.requests,
                dropped + other.dropped,
                earliest(other),
                Math.max(toUs, other.toUs));
    }

    private long earliest(RecordedCounts other) {
        if (requests == 0 || other.requests == 0) {
            return requests == 0 ? other.fromUs : fromUs;
        }
        return Math.min(fromUs, other.fromUs);
    }
}
