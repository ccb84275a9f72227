// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.energy;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.LeastSquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * ML.ENERGY v3 (leaderboard 0cd52da), text tasks on H100: joules per output token of each family of
 * models, told by a fit to all others: {@code deploy/measure/fidelity ml-energy}.
 */
public final class MlEnergy {
    private static final double SCALE = 0.08;
    private static final double PULL = 0.15;

    private MlEnergy() {}

    /** Every row, told by constants that its family had no part in. */
    static List<Told> leftOut() {
        List<Saturated> all = Saturated.known();
        List<Told> told = new ArrayList<>();
        for (String family : new TreeSet<>(all.stream().map(Saturated::family).toList())) {
            Predicate<Saturated> isOfIt = row -> row.family().equals(family);
            Constants constants = fit(all.stream().filter(isOfIt.negate()).toList());
            all.stream().filter(isOfIt).forEach(row -> told.add(told(row, constants)));
        }
        return told;
    }

    /** Every row, told by the catalogue's constants, which were fitted to two of the families. */
    static List<Told> asShipped() {
        return Saturated.known().stream().map(row -> Told.of(row, shipped(row))).toList();
    }

    private static EngineModel shipped(Saturated row) {
        return new EngineModel(row.model(), Gpus.H100_SXM, row.spread(), EngineBackend.VLLM);
    }

    private static Told told(Saturated row, Constants constants) {
        return Told.of(row, constants.engine(row));
    }

    private static Constants fit(List<Saturated> rows) {
        return new Constants(
                LeastSquares.fit(
                        moved -> residuals(rows, new Constants(moved)),
                        Constants.COUNT,
                        SCALE,
                        PULL));
    }

    private static double[] residuals(List<Saturated> rows, Constants constants) {
        return rows.stream()
                .flatMapToDouble(row -> Arrays.stream(told(row, constants).residuals()))
                .toArray();
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
