// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;

/**
 * A battery; named in the {@code backed-by} of the UPS that it carries.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver
 * @param wattHours energy that can be drawn from it when it is full
 */
public record Battery(String id, long ratedWatts, long wattHours) implements PowerUnit {
    @Override
    public Kind kind() {
        return Kind.BATTERY;
    }

    @Override
    public List<String> fedBy() {
        return List.of();
    }

    /** How long it carries this load, in seconds; it must be within its rating. */
    public double seconds(long loadWatts) {
        return 3_600.0 * wattHours / Math.max(1, loadWatts);
    }
}
