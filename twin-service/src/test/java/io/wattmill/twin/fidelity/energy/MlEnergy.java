// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.LeastSquares;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.serving.Factors;
import io.wattmill.twin.fidelity.serving.Fit;
import io.wattmill.twin.fidelity.serving.Points;
import io.wattmill.twin.fidelity.serving.Rows;
import io.wattmill.twin.fidelity.steady.Saturated;
import io.wattmill.twin.fidelity.steady.Told;
import io.wattmill.twin.predict.ServingTuning;
import io.wattmill.twin.predict.ServingTunings;

import java.util.List;
import java.util.TreeSet;

/**
 * ML.ENERGY v3 (leaderboard 0cd52da), text tasks on H100: joules per output token of each family of
 * models, told by the factors of vLLM and the power of an H100 that fits to all others find: {@code
 * deploy/measure/fidelity ml-energy}.
 */
public final class MlEnergy {
    private static final double SCALE = 0.08;
    private static final double PULL = 0.15;

    private MlEnergy() {}

    /** Every row, told by constants that its family had no part in. */
    static List<Told> leftOut() {
        Rows all = Rows.of(EngineBackend.VLLM, Points.read(PublicData.required()));
        List<String> groups =
                all.steady().stream().map(Saturated::group).distinct().sorted().toList();
        return groups.parallelStream().flatMap(group -> leftOut(all, group).stream()).toList();
    }

    private static List<Told> leftOut(Rows all, String group) {
        Rows others = all.without(group);
        ServingTuning factors = Fit.of(others, Factors.priors()).tuning();
        H100Power power = power(others.steady(), factors);
        return all.steady().stream()
                .filter(row -> row.group().equals(group))
                .map(row -> Told.of(row, factors, power.curve()))
                .toList();
    }

    private static H100Power power(List<Saturated> rows, ServingTuning factors) {
        return new H100Power(
                LeastSquares.fit(
                        moved ->
                                rows.stream()
                                        .mapToDouble(
                                                row -> residual(row, factors, new H100Power(moved)))
                                        .toArray(),
                        H100Power.COUNT,
                        SCALE,
                        PULL));
    }

    private static double residual(Saturated row, ServingTuning factors, H100Power power) {
        return Math.log(Told.of(row, factors, power.curve()).watts() / row.watts());
    }

    /** Every row, told by what is shipped: its step was in the fit, its watts were if a Llama's. */
    static List<Told> asShipped() {
        ServingTuning shipped = ServingTunings.of(EngineBackend.VLLM);
        return Saturated.known().stream().map(row -> Told.of(row, shipped)).toList();
    }

    /** Joules per token. */
    static Errors joules(List<Told> told) {
        return Errors.of(told, each -> each.row().joulesPerToken(), Told::joulesPerToken);
    }

    /** Prints the errors of each family and of all. */
    public static void main(String[] arguments) {
        System.out.printf(
                "%d rows of %d: text tasks, models of the catalogue%n",
                Saturated.known().size(), Saturated.rows().size());
        List<Told> told = leftOut();
        for (String family : new TreeSet<>(told.stream().map(t -> t.row().family()).toList())) {
            print(family, told.stream().filter(t -> t.row().family().equals(family)).toList());
        }
        print("dense", told.stream().filter(t -> !t.row().model().hasExperts()).toList());
        print("experts", told.stream().filter(t -> t.row().model().hasExperts()).toList());
        print("all, each family left out of its fit", told);
        print("all, by the constants as shipped", asShipped());
    }

    private static void print(String title, List<Told> told) {
        System.out.println(title);
        System.out.println(
                "  seconds " + Errors.of(told, t -> t.row().stepSeconds(), Told::seconds).text());
        System.out.println(
                "  watts   " + Errors.of(told, t -> t.row().watts(), Told::watts).text());
        System.out.println("  J/token " + joules(told).text());
    }
}
