// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import java.util.List;

/**
 * What binds a deployment, and all that was tried.
 *
 * @param kind what binds; {@link Constraint.Kind#NOTHING} when the objective is met
 * @param statement in a person's words, with figures
 * @param fix what relieves it
 * @param tried by what it gains, most first
 */
public record Binding(Constraint.Kind kind, String statement, String fix, List<Constraint> tried) {
    /** Copies its list. */
    public Binding {
        tried = List.copyOf(tried);
    }
}
