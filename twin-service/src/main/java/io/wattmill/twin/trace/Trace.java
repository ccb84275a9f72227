// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.List;

/**
 * Requests in order of arrival.
 *
 * @param name what a report calls it
 * @param requests never back in time
 */
public record Trace(String name, List<TraceRequest> requests) {

    /** Refuses requests that go back in time. */
    public Trace {
        requests = List.copyOf(requests);
        for (int i = 1; i < requests.size(); i++) {
            if (requests.get(i).arrivalUs() < requests.get(i - 1).arrivalUs()) {
                throw new IllegalArgumentException(
                        "request " + i + " arrives before the one before it");
            }
        }
    }

    /** The first requests only, at most {@code count}. */
    public Trace limited(int count) {
        return new Trace(name, requests.subList(0, Math.min(count, requests.size())));
    }

    /**
     * The same requests in less time.
     *
     * @param speed 2.0 halves every gap, 0.5 doubles it; above 0
     */
    public Trace atSpeed(double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("a speed is above 0, not " + speed);
        }
        return new Trace(
                name, requests.stream().map(r -> r.at((long) (r.arrivalUs() / speed))).toList());
    }

    /** From the beginning to the last arrival. */
    public long spanUs() {
        return requests.isEmpty() ? 0 : requests.getLast().arrivalUs();
    }
}
