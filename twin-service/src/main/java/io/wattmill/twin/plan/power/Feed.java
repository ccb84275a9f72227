// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;

/**
 * A utility feed.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver continuously
 */
public record Feed(String id, long ratedWatts) implements PowerUnit {
    @Override
    public Kind kind() {
        return Kind.FEED;
    }

    @Override
    public List<String> fedBy() {
        return List.of();
    }
}
