// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What moves an outcome: each input goes to both its ends, alone. Inputs are taken as independent,
 * so that what they do adds up as squares.
 *
 * @param outcome with the interval that the inputs make
 * @param swings by input, those that move most first, of equal ones by name
 */
public record Sensitivity(Figure outcome, List<Swing> swings) {

    /**
     * One input's doing.
     *
     * @param input its name
     * @param atLow outcome with it at its low end
     * @param atHigh outcome with it at its high end
     */
    public record Swing(String input, double atLow, double atHigh) {

        /** From end to end. */
        public double width() {
            return Math.abs(atHigh - atLow);
        }
    }

    /**
     * Tries the inputs out.
     *
     * @param inputs by name
     * @param outcome of numbers by name, the same names
     */
    public static Sensitivity of(
            Map<String, Figure> inputs, ToDoubleFunction<Map<String, Double>> outcome) {
        Map<String, Double> best = new HashMap<>();
        inputs.forEach((name, figure) -> best.put(name, figure.value()));
        List<Swing> swings = new ArrayList<>();
        inputs.forEach(
                (name, figure) ->
                        swings.add(
                                new Swing(
                                        name,
                                        outcome.applyAsDouble(with(best, name, figure.low())),
                                        outcome.applyAsDouble(with(best, name, figure.high())))));
        swings.sort(
                Comparator.comparingDouble(Swing::width).reversed().thenComparing(Swing::input));
        return new Sensitivity(
                figure(outcome.applyAsDouble(best), swings, provenance(inputs)),
                List.copyOf(swings));
    }

    private static Map<String, Double> with(Map<String, Double> best, String name, double value) {
        Map<String, Double> other = new HashMap<>(best);
        other.put(name, value);
        return other;
    }

    private static Figure figure(double best, List<Swing> swings, Provenance how) {
        double down = 0;
        double up = 0;
        for (Swing swing : swings) {
            double below = Math.min(0, Math.min(swing.atLow(), swing.atHigh()) - best);
            double above = Math.max(0, Math.max(swing.atLow(), swing.atHigh()) - best);
            down += below * below;
            up += above * above;
        }
        return new Figure(
                best, best - Math.sqrt(down), best + Math.sqrt(up), how, "each input at its ends");
    }

    private static Provenance provenance(Map<String, Figure> inputs) {
        return inputs.values().stream()
                .map(Figure::provenance)
                .reduce(Provenance.DERIVED, Provenance::and);
    }
}
