// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** Which way of choosing a request is placed by. */
@FunctionalInterface
public interface Policies {
    /** The policy for this request; the same object for the same mode, since some take turns. */
    PlacementPolicy of(PlacementRequest request);

    /** A request that was placed on these terms did so, for the policy that chose. */
    default void learn(Terms terms, Lesson lesson) {}

    /** One policy for all requests. */
    static Policies always(PlacementPolicy policy) {
        return new Policies() {
            @Override
            public PlacementPolicy of(PlacementRequest request) {
                return policy;
            }

            @Override
            public void learn(Terms terms, Lesson lesson) {
                policy.learn(terms.slo(), lesson);
            }
        };
    }
}
