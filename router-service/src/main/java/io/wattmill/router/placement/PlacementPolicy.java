// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** A way to choose among the engines that a request may use; {@link PlacementMode} names them. */
public interface PlacementPolicy {
    /** Name that the decision record carries: {@link PlacementMode#label}. */
    String mode();

    /**
     * The engine that takes the request, as its index. Gives each candidate a {@linkplain
     * Candidates#cost(int, double) cost}, by which the others are ranked in the decision record.
     * Same arguments, same answer, but for policies that take turns.
     *
     * @param among at least one
     * @param dice differs from decision to decision; the only source of chance
     */
    int choose(PlacementRequest request, Candidates among, long dice);

    /**
     * Whether no engine would have served the request in time; asked right after {@link #choose}.
     */
    default Lateness lateness(Candidates among, int chosen) {
        return Lateness.NONE;
    }

    /** Whether it prefers what takes fewer joules to what is sooner, while that is soon enough. */
    default boolean savesEnergy() {
        return false;
    }

    /** A request that it placed, with this promise, did so. Few policies care. */
    default void learn(Slo promised, Lesson lesson) {}

    /**
     * Why this candidate was chosen, or was not, for a person; asked right after {@link #choose},
     * only of candidates that are recorded.
     */
    default String note(PlacementRequest request, Candidates among, int index, int chosen) {
        return "";
    }
}
