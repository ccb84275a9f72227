// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A site's availability by going through its states: nothing out, each part, each two of them, and
 * so on as deep as a bound of states allows. A state's probability is the product over its parts;
 * states beyond the bound count as served at the high end and as lost at the value and the low end.
 *
 * @param full share of the time in which everything is served
 * @param served mean share that is served
 * @param depth how many parts out at once were looked at
 * @param cuts least sets of parts that cost something, those that cost most first
 */
public record Survey(Figure full, Figure served, int depth, List<Cut> cuts) {
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
            List<Part> parts, ToDoubleFunction<List<String>> worth, int mostStates) {
        States states = new States(parts, worth, depth(parts.size(), mostStates));
        Provenance how =
                parts.stream()
                        .map(each -> each.availability().provenance())
                        .reduce(Provenance.DERIVED, Provenance::and);
        return new Survey(
                states.figure(how, served -> served >= ALL ? 1 : 0),
                states.figure(how, served -> served),
                states.depth(),
                states.cuts(ALL));
    }

    /** How deep a bound of states allows to go: at most 3 parts out at once. */
    private static int depth(int parts, int mostStates) {
        long states = 1;
        long ofDepth = 1;
        for (int depth = 1; depth <= 3; depth++) {
            ofDepth = ofDepth * Math.max(0, parts - depth + 1) / depth;
            states += ofDepth;
            if (states > mostStates) {
                return depth - 1;
            }
        }
        return 3;
    }
}
