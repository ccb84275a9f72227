// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The states of a site up to a bound, the shallowest first, each with what it is worth. */
final class States {
    private final List<Component> parts;
    private final ToDoubleFunction<List<String>> worth;
    private final int mostStates;
    private final int[] order;
    private final List<State> states = new ArrayList<>();
    private final Map<List<String>, Double> known = new HashMap<>();

    /** Parts that are out, by their places, and what is served without them. */
    private record State(int[] out, double served) {}

    States(List<Component> parts, ToDoubleFunction<List<String>> worth, int mostStates) {
        this.parts = List.copyOf(parts);
        this.worth = worth;
        this.mostStates = mostStates;
        this.order =
                IntStream.range(0, parts.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(part -> availability(part, 0)))
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int out = 0; out <= Survey.MOST_OUT; out++) {
            add(new int[out], 0, 0);
        }
    }

    /** Adds states in which the places from {@code at} on are filled, the likeliest parts first. */
    private void add(int[] out, int at, int next) {
        if (at == out.length) {
            int[] sorted = Arrays.stream(out).sorted().toArray();
            states.add(new State(sorted, served(sorted)));
            return;
        }
        for (int i = next; i < order.length && states.size() < mostStates; i++) {
            out[at] = order[i];
            add(out, at + 1, i + 1);
        }
    }

    /** Parts of one id are worth the same: the question is asked once. */
    private double served(int[] out) {
        List<String> ids = Arrays.stream(out).mapToObj(i -> parts.get(i).id()).sorted().toList();
        return known.computeIfAbsent(ids, worth::applyAsDouble);
    }

    Figure figure(Provenance how, DoubleUnaryOperator value) {
        double within = within(0);
        double best = within > 0 ? Math.min(1, mean(value, 0) / within) : 0;
        double low = mean(value, -1);
        double high = mean(value, 1) + beyond(1);
        return new Figure(
                best,
                Math.min(low, best),
                Math.clamp(high, best, 1),
                how,
                states.size() + " states, of up to " + deepest() + " parts out");
    }

    /** Mean over the states, with availabilities at their values (0) or an end (-1, 1). */
    private double mean(DoubleUnaryOperator value, int end) {
        double allUp = allUp(end);
        double sum = 0;
        for (State state : states) {
            sum += probability(state, allUp, end) * value.applyAsDouble(state.served());
        }
        return sum;
    }

    private double beyond(int end) {
        return Math.max(0, 1 - within(end));
    }

    private double within(int end) {
        double allUp = allUp(end);
        double within = 0;
        for (State state : states) {
            within += probability(state, allUp, end);
        }
        return within;
    }

    private double probability(State state, double allUp, int end) {
        double probability = allUp;
        for (int part : state.out()) {
            double up = availability(part, end);
            probability *= (1 - up) / up;
        }
        return probability;
    }

    private double allUp(int end) {
        double product = 1;
        for (int part = 0; part < parts.size(); part++) {
            product *= availability(part, end);
        }
        return product;
    }

    private double availability(int part, int end) {
        Figure figure = parts.get(part).availability();
        return end == 0 ? figure.value() : end < 0 ? figure.low() : figure.high();
    }

    /** States that lose something while no part of them alone explains it. */
    List<Survey.Cut> cuts(double all) {
        double allUp = allUp(0);
        return states.stream()
                .filter(state -> state.served() < all && least(state.out(), all))
                .map(state -> cut(state, allUp))
                .sorted(Comparator.comparingDouble(Survey.Cut::hoursPerYear).reversed())
                .toList();
    }

    /** Whether everything is served again as soon as any one of these works. */
    private boolean least(int[] out, double all) {
        for (int without = 0; without < out.length; without++) {
            int[] rest = new int[out.length - 1];
            System.arraycopy(out, 0, rest, 0, without);
            System.arraycopy(out, without + 1, rest, without, rest.length - without);
            if (served(rest) < all) {
                return false;
            }
        }
        return true;
    }

    private Survey.Cut cut(State state, double allUp) {
        return new Survey.Cut(
                Arrays.stream(state.out()).mapToObj(i -> parts.get(i).id()).toList(),
                state.served(),
                8_760 * probability(state, allUp, 0));
    }

    private int deepest() {
        return states.getLast().out().length;
    }
}
