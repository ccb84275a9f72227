// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import java.util.List;

/**
 * What binds a deployment, and all that was tried.
 *
 * @param kind what binds; {@link Constraint.Kind#NOTHING} when every objective is met
 * @param statement in a person's words, with figures
 * @param fix what relieves it
 * @param tried by what it gains, most first
 * @param untried what could bind as well and was not looked at, each with the reason
 */
public record Binding(
        Constraint.Kind kind,
        String statement,
        String fix,
        List<Constraint> tried,
        List<String> untried) {
    /** Copies its lists. */
    public Binding {
        tried = List.copyOf(tried);
        untried = List.copyOf(untried);
    }

    /** Where everything was looked at. */
    public Binding(Constraint.Kind kind, String statement, String fix, List<Constraint> tried) {
        this(kind, statement, fix, tried, List.of());
    }
}
