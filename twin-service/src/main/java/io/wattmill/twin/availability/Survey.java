// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A site's availability by going through its states: nothing out, each part, each two of them, and
 * so on as far as a bound of states allows, the likeliest parts first. A state's probability is the
 * product over its parts. The value is the mean over the states looked at, given that it is one of
 * these; states beyond the bound count as served at the high end and as lost at the low end.
 *
 * @param full share of the time in which everything is served
 * @param served mean share that is served
 * @param depth how many parts out at once were looked at in full
 * @param cuts least sets of parts that cost something, those that cost most first
 */
public record Survey(Figure full, Figure served, int depth, List<Cut> cuts) {
    /** Parts out at once in the deepest states that are looked at. */
    static final int MOST_OUT = 3;

    private static final double ALL = 1 - 1e-9;

    /**
     * Parts whose loss costs something.
     *
     * @param parts ids, one per part
     * @param served share that is served without them
     * @param hoursPerYear hours a year in which just these are out
     */
    public record Cut(List<String> parts, double served, double hoursPerYear) {}

    /**
     * Goes through the states.
     *
     * @param parts all that may be out
     * @param worth share that is served when these ids are out (one mention per part that is), 0 to
     *     1; more out never serves more
     * @param mostStates bound of states to look at, at least as many as parts
     */
    public static Survey of(
            List<Component> parts, ToDoubleFunction<List<String>> worth, int mostStates) {
        States states = new States(parts, worth, mostStates);
        Provenance how =
                parts.stream()
                        .map(each -> each.availability().provenance())
                        .reduce(Provenance.DERIVED, Provenance::and);
        return new Survey(
                states.figure(how, served -> served >= ALL ? 1 : 0),
                states.figure(how, served -> served),
                depth(parts.size(), mostStates),
                states.cuts(ALL));
    }

    /** How deep a bound of states allows to go: at most {@link #MOST_OUT}. */
    private static int depth(int parts, int mostStates) {
        long states = 1;
        long ofDepth = 1;
        for (int depth = 1; depth <= MOST_OUT; depth++) {
            ofDepth = ofDepth * Math.max(0, parts - depth + 1) / depth;
            states += ofDepth;
            if (states > mostStates) {
                return depth - 1;
            }
        }
        return MOST_OUT;
    }
}
