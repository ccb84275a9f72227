// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Optional;

/**
 * What limits the plan.
 *
 * @param constraint what limits it most of the time
 * @param shares of time in which each limits; those that never do are left out
 * @param relief what would relieve it, in a sentence; empty where nothing needs to
 * @param gain output tokens/s with that relief over those without, from a run of the relieved plan;
 *     empty where no such run was made
 */
public record Binding(
        Constraint constraint, List<Share> shares, String relief, Optional<Figure> gain) {

    /** Copies its shares. */
    public Binding {
        shares = List.copyOf(shares);
    }

    /**
     * How often one limits.
     *
     * @param constraint which
     * @param time share of one
     */
    public record Share(Constraint constraint, Figure time) {}
}
