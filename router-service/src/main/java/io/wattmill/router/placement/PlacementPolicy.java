// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.placement.Candidate.Eligible;

import java.util.List;

/** A way to choose among the engines that a request may use; {@link PlacementMode} names them. */
public interface PlacementPolicy {
    /** Name that the decision record carries, for example {@code least-ttft}. */
    String mode();

    /**
     * Ranks the eligible engines, best first. Pure: same arguments, same answer.
     *
     * @param eligible at least one
     * @param dice differs from decision to decision; the only source of chance
     */
    List<Eligible> rank(PlacementRequest request, List<Eligible> eligible, long dice);
}
