// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * The ways to choose that there are: whoever sets a router up, in production or in a simulation,
 * names one of them.
 */
public enum PlacementMode {
    /** The engine that is predicted to give the first token first. */
    LEAST_TTFT;

    /**
     * The policy of this mode.
     *
     * @param tiePpm predictions within this share of the best are equal, parts per million
     */
    public PlacementPolicy policy(int tiePpm) {
        return switch (this) {
            case LEAST_TTFT -> new LeastTtft(tiePpm);
        };
    }
}
