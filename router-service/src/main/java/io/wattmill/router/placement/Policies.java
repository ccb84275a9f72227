// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** Which way of choosing a request is placed by. */
@FunctionalInterface
public interface Policies {
    /** The policy for this request; the same object for the same mode, since some take turns. */
    PlacementPolicy of(PlacementRequest request);

    /** One policy for all requests. */
    static Policies always(PlacementPolicy policy) {
        return _ -> policy;
    }
}
